import { isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';

const maxDepth = 3;
const maxLists = 10;

/** The paths of the lists of objects in an object, the longest list first; of all lists, if none has objects. */
export function findLists(object: JsonObject): string[] {
  const found = [...walk(object, [])].slice(0, 1000);
  const ofObjects = found.filter(({ objects }) => objects > 0);
  return (ofObjects.length > 0 ? ofObjects : found)
    .sort((a, b) => b.objects - a.objects)
    .slice(0, maxLists)
    .map(({ path }) => path);
}

interface FoundList {
  readonly path: string;
  readonly objects: number;
}

function* walk(object: JsonObject, before: readonly string[]): Generator<FoundList> {
  for (const [name, value] of Object.entries(object)) {
    const path = [...before, name];
    if (Array.isArray(value)) {
      yield { path: path.join('.'), objects: value.filter(isJsonObject).length };
    } else if (isJsonObject(value) && path.length < maxDepth) yield* walk(value, path);
  }
}

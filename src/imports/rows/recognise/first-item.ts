import { isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';
import { isHeader } from '../json/list-rows.js';

/** An object in the beginning of JSON that may be the first item, and the path of the list that it begins. */
export interface CandidateItem {
  /** Empty if it is in no object. */
  readonly path: string;
  readonly object: JsonObject;
}

const maxPathLength = 3;
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

interface Frame {
  readonly isList: boolean;
  readonly path: readonly string[];
  /** The name of the member that is being read. */
  name: string;
  /** How many objects a list has so far. */
  objects: number;
}

// The first item may be of another kind than most, like a note among links.
const maxItems = 10;

/** Stands for the rows of a list of lists whose first row names the values; undefined for any other text. */
export function findNamedRow(text: string): CandidateItem | undefined {
  const [, row = ''] = /^\s*\[\s*(\[[^[\]]*\])/.exec(text) ?? [];
  try {
    const names: unknown = JSON.parse(row);
    if (!Array.isArray(names) || !isHeader(names)) return undefined;
    return { path: '', object: Object.fromEntries(names.map((name) => [name, ''])) };
  } catch {
    return undefined;
  }
}

/**
 * The objects in the beginning of JSON or NDJSON that may be items: the first ten that are in no other object,
 * and of each list that is in members of objects. Those that are not complete are left out.
 */
export function* findFirstItems(text: string): Generator<CandidateItem> {
  const frames: Frame[] = [];
  const outside = { objects: 0 };
  let last = '';
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const frame = frames.at(-1);
    if (token === '{' || token === '[') {
      const list = frame ?? outside;
      if (token === '{') list.objects += 1;
      // The rows of NDJSON are in nothing else.
      if (outside.objects > maxItems) break;
      const isAmongFirst = frame?.isList !== false && list.objects <= maxItems;
      const path = pathOf(frame);
      if (token === '{' && isAmongFirst && path !== undefined) {
        const object = parseObject(text.slice(index));
        if (object !== undefined) yield { path: path.join('.'), object };
      }
      // What is inside of items is of no interest, but must be read over.
      frames.push({ isList: token === '[', path: path ?? tooDeep, name: '', objects: 0 });
    } else if (token === '}' || token === ']') frames.pop();
    else if (token.startsWith('"') && frame !== undefined && last !== ':') {
      frame.name = token.slice(1, -1);
    }
    last = token;
  }
}

const tooDeep: readonly string[] = Array(maxPathLength + 1).fill('');

/** The path of a value in a frame; undefined if it is too deep, or inside an item. */
function pathOf(frame: Frame | undefined): readonly string[] | undefined {
  if (frame === undefined) return [];
  if (frame.path.length > maxPathLength) return undefined;
  return frame.isList ? frame.path : [...frame.path, frame.name];
}

/** The object with which a text begins; undefined if it is not complete. */
function parseObject(text: string): JsonObject | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return parse(text.slice(0, index + 1));
  }
  return undefined;
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import { isJsonObject, type JsonObject } from '../../../formats/json/json-value.js';
import { findExcessStructure, isTooDeep } from '../../normalise/row-complexity.js';
import { findMember } from '../member-path.js';
import { findLists } from './find-lists.js';
import type { InputStart, Recognised } from './recognised.js';

/**
 * Recognises JSON and NDJSON: a list, an object around one, or objects that follow one another, each on a
 * line or on several. `undefined` for anything else, and `'unclear'` if more of the input is needed.
 */
export function recogniseJson(start: InputStart): Recognised | 'unclear' | undefined {
  const { text, mayGrow, isCut } = start;
  if (text.startsWith('[')) return recogniseList(text, mayGrow);
  if (!text.startsWith('{')) return undefined;
  const end = text.indexOf('\n');
  if (end === -1 && mayGrow) return 'unclear';
  const line = (end === -1 ? text : text.slice(0, end)).trim();
  const value = parse(line);
  if (value !== undefined) return recogniseFirstObject(value, text.slice(line.length), start);
  if (/"items"\s*:\s*\[/.test(line)) return aroundItems(false);
  // A row of NDJSON does not end like this, however broken it is.
  const isOpen = /[{[,:]$/.test(line) && !(isCut && end === -1);
  if (!isOpen) return asLines('it begins with a brace, as a JSON object does', false);
  return recogniseLongObject(start);
}

function recogniseList(text: string, mayGrow: boolean): Recognised | 'unclear' {
  const [, next] = /^\[(?:[ \t]*\r?\n\s*|\s*)([\s\S])/.exec(text) ?? [];
  if (next === undefined && mayGrow) return 'unclear';
  const isCertain = next === '{' || next === '[' || next === ']' || /^\[[ \t]*\r?\n/.test(text);
  return { format: 'json', why: 'it begins with a bracket, as a JSON list does', isCertain };
}

/** The first line is an object. */
function recogniseFirstObject(
  object: JsonObject,
  rest: string,
  { mayGrow, items, names }: InputStart,
): Recognised | 'unclear' {
  const isLast = rest.trim() === '';
  if (isAround(object, items, names)) {
    // An item may have a list of that name among its other members, but hardly one of objects.
    const lists = findLists(object);
    return { format: 'json', why: 'it is an object around a list', isCertain: true, lists };
  }
  const isItem = hasField(object, names);
  const lists = isItem ? [] : findLists(object);
  if (!isLast || isItem) return asLines('its lines are JSON objects', true);
  if (lists.length === 0) return mayGrow ? 'unclear' : asLines('it is a JSON object', false);
  if (mayGrow) return 'unclear';
  return { format: 'json', why: 'it is a single object with lists', isCertain: true, lists };
}

/** The first object goes on after its line. */
function recogniseLongObject({ text, mayGrow, items, names }: InputStart): Recognised | 'unclear' {
  const end = findEnd(text);
  if (end === undefined) return mayGrow ? 'unclear' : aroundItems(false);
  const object = parse(text.slice(0, end));
  const rest = text.slice(end).trimStart();
  if (rest === '' && mayGrow) return 'unclear';
  if (object === undefined) return aroundItems(false);
  if (isAround(object, items, names)) return aroundItems(true, findLists(object));
  const isFollowed = rest.startsWith('{');
  const isItem = hasField(object, names);
  const lists = isItem || isFollowed ? [] : findLists(object);
  // Without a field, a single object is rather one around a list that it lacks.
  if (!isFollowed && (!isItem || rest !== '')) return aroundItems(lists.length > 0, lists);
  return {
    format: 'ndjson',
    layout: 'values',
    why: 'it has JSON objects of several lines, one after the other',
    isCertain: true,
  };
}

const aroundItems = (isCertain: boolean, lists: readonly string[] = []): Recognised => ({
  format: 'json',
  why: 'it begins like a JSON object around a list',
  isCertain,
  lists,
});

const asLines = (why: string, isCertain: boolean): Recognised => ({
  format: 'ndjson',
  layout: 'lines',
  why,
  isCertain,
});

/** Whether an object has the list of items. */
function isAround(
  object: JsonObject,
  path: string | undefined,
  names: InputStart['names'],
): boolean {
  if (path !== undefined) return true;
  const { items } = object;
  return Array.isArray(items) && (items.some(isJsonObject) || !hasField(object, names));
}

const hasField = (object: JsonObject, names: InputStart['names']) =>
  names.some((name) => findMember(object, name) !== undefined);

/** The object that a text is; `undefined` for anything else. */
function parse(text: string): JsonObject | undefined {
  const bytes = Buffer.from(text);
  if (findExcessStructure(bytes) !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && !isTooDeep(value, bytes.length) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the first object of a text ends; `undefined` if it does not. */
function findEnd(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

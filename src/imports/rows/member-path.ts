import { isJsonObject, type JsonObject } from '../../formats/json/json-value.js';

/**
 * A name in a map, as members are found by it: the member of this very name, or else the first of its
 * alternatives, separated by `|`, that is neither blank nor `false`. An alternative is also a path, separated by points.
 */
export interface MemberName {
  readonly name: string;
  /** The alternatives as paths; empty for a plain name. */
  readonly alternatives: readonly (readonly string[])[];
}

/** The alternatives of a name in a map. */
export const splitAlternatives = (name: string): string[] =>
  name.split('|').map((each) => each.trim());

/** Prepares a name in a map for {@link findMember}. */
export function parseMemberName(name: string): MemberName {
  const isPlain = !name.includes('.') && !name.includes('|');
  const alternatives = isPlain ? [] : splitAlternatives(name).map((each) => each.split('.'));
  return { name, alternatives };
}

/** The value of the member that a name means; `undefined` if there is none. */
export function findMember(object: JsonObject, { name, alternatives }: MemberName): unknown {
  // Every object inherits a "constructor", which was not sent.
  return Object.hasOwn(object, name) ? object[name] : findAlternative(object, alternatives);
}

function findAlternative(object: JsonObject, alternatives: MemberName['alternatives']): unknown {
  let found: unknown;
  for (const path of alternatives) {
    const value = followPath(object, path);
    // Pinboard writes false for an empty text.
    if (value !== undefined && value !== null && value !== '' && value !== false) return value;
    found ??= value;
  }
  return found;
}

function followPath(object: JsonObject, path: readonly string[]): unknown {
  const whole = path.join('.');
  if (Object.hasOwn(object, whole)) return object[whole];
  let value: unknown = object;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = name === 'date-parts' ? readDateParts(value[name]) : value[name];
  }
  return value;
}

/** A date of CSL JSON, like `[[2014,3,8]]`, as ISO 8601; any other value as it is. */
function readDateParts(value: unknown): unknown {
  const [parts]: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(parts) || !parts.every((part) => /^\d{1,4}$/.test(String(part)))) return value;
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

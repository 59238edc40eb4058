import { isExactNumber } from './exact-number.js';

// Deeper than any input of the schema; deeper nesting is rejected anyway.
const maxDepth = 64;

// Requests as large as this are not repeated.
const maxLength = 64 * 1024;

/**
 * JSON with the members of every object sorted, so that requests that differ only in order and
 * white space are equal. Undefined for values nested more than 64 levels deep, for numbers that JSON
 * would make equal to other values, see {@link isExactNumber}, and for more than 65,536 characters, where
 * it stops as soon as it has written that many.
 *
 * Two values have the same JSON only if nothing can tell them apart: lone surrogates of a string
 * are escaped, `__proto__` is a member like all others, `1.0` is the number 1, and parsing left only the
 * last of equal members.
 *
 * @param value the result of `JSON.parse`
 */
export function toCanonicalJson(value: unknown): string | undefined {
  try {
    return write(value, 0, { left: maxLength });
  } catch (error) {
    if (error instanceof NotCanonical) return undefined;
    throw error;
  }
}

class NotCanonical extends Error {}

/** How many characters may still be written. */
interface Room {
  left: number;
}

function write(value: unknown, depth: number, room: Room): string {
  if (typeof value === 'string') return writeString(value, room);
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !isExactNumber(value)) throw new NotCanonical();
    const text = JSON.stringify(value) ?? 'null';
    take(room, text.length);
    return text;
  }
  if (depth === maxDepth) throw new NotCanonical();
  if (Array.isArray(value)) {
    take(room, value.length + 1);
    return `[${value.map((inner) => write(inner, depth + 1, room)).join()}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  // Before they are sorted, which takes longer than anything else.
  take(room, 2 * names.length + 1);
  const texts = names
    .sort()
    .map((name) => `${writeString(name, room)}:${write(members[name], depth + 1, room)}`);
  return `{${texts.join()}}`;
}

function writeString(text: string, room: Room): string {
  take(room, text.length + 2);
  return JSON.stringify(text);
}

function take(room: Room, characters: number): void {
  room.left -= characters;
  if (room.left < 0) throw new NotCanonical();
}

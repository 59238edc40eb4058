import { isExactNumber } from './exact-number.js';

// Deeper than any input of the schema; what is nested deeper is refused anyway.
const deepest = 64;

// Nobody asks for as much as this twice.
const longest = 64 * 1024;

/**
 * JSON with the members of every object in one order, so that requests that differ only in order
 * and white space are one. Undefined for what is nested more than 64 levels deep, for numbers that
 * JSON would make equal to other values, see {@link isExactNumber}, and for what has more than 65,536
 * characters, which takes no longer to find out than it takes to write so many.
 *
 * Two values have the same JSON only when nothing can tell them apart: a text has its halves of
 * surrogate pairs as escapes, a member `__proto__` is one like all others, `1.0` is the number 1, and
 * of equal members nothing but the last was there after parsing.
 *
 * @param value what `JSON.parse` gave
 */
export function toCanonicalJson(value: unknown): string | undefined {
  try {
    return written(value, 0, { left: longest });
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

class Unwritable extends Error {}

/** How many characters may still be written. */
interface Room {
  left: number;
}

function written(value: unknown, depth: number, room: Room): string {
  if (typeof value === 'string') return writtenText(value, room);
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number' && !isExactNumber(value)) throw new Unwritable();
    const text = JSON.stringify(value) ?? 'null';
    take(room, text.length);
    return text;
  }
  if (depth === deepest) throw new Unwritable();
  if (Array.isArray(value)) {
    take(room, value.length + 1);
    return `[${value.map((inner) => written(inner, depth + 1, room)).join()}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  // Before they are put in order, which takes longer than anything else.
  take(room, 2 * names.length + 1);
  const texts = names
    .sort()
    .map((name) => `${writtenText(name, room)}:${written(members[name], depth + 1, room)}`);
  return `{${texts.join()}}`;
}

function writtenText(text: string, room: Room): string {
  take(room, text.length + 2);
  return JSON.stringify(text);
}

function take(room: Room, characters: number): void {
  room.left -= characters;
  if (room.left < 0) throw new Unwritable();
}

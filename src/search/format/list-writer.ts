import { recordsPerBlock } from './block-limits.js';
import type { ByteWriter } from './byte-writer.js';
import { firstKeys } from './trigram.js';

/** The bytes of a bitmap of all places of a block. A list of places never takes more. */
export const bitmapBytes = recordsPerBlock / 8;

/** The bytes before a list of places: column and units of the trigram, number of places, number of bytes. */
export const placesHeaderBytes = 11;
/** The bytes before a list of positions: flags, number of bytes. */
export const positionsHeaderBytes = 5;

/** All first positions are equal, and stored once. */
export const isConstant = 1;
/** Positions take two bytes instead of one. */
export const isWide = 2;

/**
 * The occurrences of a trigram in a block, ascending: the place of the record in the upper 16 bits, the
 * position in its text in the lower ones.
 */
export type Occurrences = Uint32Array;

/**
 * Appends the places of a trigram to a bucket. Each place is encoded as its distance from the previous
 * one if that is below 128, otherwise in two bytes of which the first has its highest bit set; a bitmap
 * is stored if it takes less, and nothing if all places of a block have the trigram.
 *
 * @returns the number of places
 */
export function writePlaces(writer: ByteWriter, key: number, occurrences: Occurrences): number {
  const { bytes, at } = writer.reserve(placesHeaderBytes + Math.max(bitmapBytes, 2));
  const from = at + placesHeaderBytes;
  const end = from + bitmapBytes;
  let count = 0;
  let position = from;
  let last = -1;
  for (const occurrence of occurrences) {
    const place = occurrence >>> 16;
    const step = place - last;
    if (step === 0) continue;
    count += 1;
    if (position < end - 1) {
      if (last >= 0 && step < 0x80) bytes[position++] = step;
      else {
        bytes[position++] = 0x80 | (place >> 8);
        bytes[position++] = place & 0xff;
      }
    } else position = end;
    last = place;
  }
  if (count === recordsPerBlock) position = from;
  else if (position >= end - 1) position = writeBitmap(bytes, from, occurrences);
  const column = key >= firstKeys.uri_folded ? 1 : 0;
  bytes[at] = column;
  bytes.writeUIntBE(key - column * firstKeys.uri_folded, at + 1, 6);
  bytes.writeUInt16LE(count, at + 7);
  bytes.writeUInt16LE(position - from, at + 9);
  writer.endAt(position);
  return count;
}

function writeBitmap(bytes: Buffer, from: number, occurrences: Occurrences): number {
  bytes.fill(0, from, from + bitmapBytes);
  for (const occurrence of occurrences) {
    const place = occurrence >>> 16;
    const at = from + (place >> 3);
    bytes[at] = (bytes[at] ?? 0) | (1 << (place & 7));
  }
  return from + bitmapBytes;
}

/**
 * Appends the positions of a trigram to a bucket: the first position in each text, once if all are equal;
 * then the place and the position of each further occurrence.
 */
export function writePositions(writer: ByteWriter, occurrences: Occurrences): void {
  const { bytes, at } = writer.reserve(positionsHeaderBytes + 4 * occurrences.length);
  const { firsts, constant, wide } = surveyPositions(occurrences);
  const width = wide ? 2 : 1;
  let position = at + positionsHeaderBytes;
  let further = position + width * (constant ? 1 : firsts);
  if (constant) {
    writeNumber(bytes, position, (occurrences[0] ?? 0) & 0xffff, wide);
  }
  let last = -1;
  for (const occurrence of occurrences) {
    const place = occurrence >>> 16;
    if (place === last) {
      bytes.writeUInt16LE(place, further);
      writeNumber(bytes, further + 2, occurrence & 0xffff, wide);
      further += 2 + width;
    } else if (!constant) {
      writeNumber(bytes, position, occurrence & 0xffff, wide);
      position += width;
    }
    last = place;
  }
  bytes[at] = (constant ? isConstant : 0) | (wide ? isWide : 0);
  bytes.writeUInt32LE(further - at - positionsHeaderBytes, at + 1);
  writer.endAt(further);
}

function surveyPositions(occurrences: Occurrences) {
  let firsts = 0;
  let constant = true;
  let wide = false;
  let last = -1;
  const only = (occurrences[0] ?? 0) & 0xffff;
  for (const occurrence of occurrences) {
    const place = occurrence >>> 16;
    const position = occurrence & 0xffff;
    if (position > 0xff) wide = true;
    if (place === last) continue;
    firsts += 1;
    if (position !== only) constant = false;
    last = place;
  }
  return { firsts, constant, wide };
}

function writeNumber(bytes: Buffer, at: number, number: number, wide: boolean): void {
  if (wide) bytes.writeUInt16LE(number, at);
  else bytes[at] = number;
}

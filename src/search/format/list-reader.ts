import { recordsPerBlock } from './block-limits.js';
import {
  bitmapBytes,
  isConstant,
  isWide,
  type Occurrences,
  placesHeaderBytes,
  positionsHeaderBytes,
} from './list-writer.js';
import { firstKeys } from './trigram.js';

/** A list of a bucket, not decoded. */
export interface StoredList {
  /** The number of places. */
  readonly count: number;
  /** Which list of the bucket it is, counted from 0; positions have the same order. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Calls `visit` with each trigram of a bucket and its list of places. */
export function visitLists(bucket: Buffer, visit: (key: number, list: StoredList) => void): void {
  let index = 0;
  for (let at = 0; at < bucket.length; index += 1) {
    const column = bucket[at] === 1 ? firstKeys.uri_folded : 0;
    const from = at + placesHeaderBytes;
    const end = from + bucket.readUInt16LE(at + 9);
    visit(column + bucket.readUIntBE(at + 1, 6), {
      count: bucket.readUInt16LE(at + 7),
      index,
      bytes: bucket.subarray(from, end),
    });
    at = end;
  }
}

/** Finds the list of a trigram in its bucket; undefined if no record of the block contains it. */
export function findList(bucket: Buffer, key: number): StoredList | undefined {
  const column = key >= firstKeys.uri_folded ? 1 : 0;
  const units = key - column * firstKeys.uri_folded;
  const high = Math.floor(units / 2 ** 32);
  const low = units % 2 ** 32;
  let index = 0;
  for (let at = 0; at < bucket.length; index += 1) {
    const from = at + placesHeaderBytes;
    const end = from + bucket.readUInt16LE(at + 9);
    if (
      bucket.readUInt32BE(at + 3) === low &&
      bucket.readUInt16BE(at + 1) === high &&
      bucket[at] === column
    ) {
      return { count: bucket.readUInt16LE(at + 7), index, bytes: bucket.subarray(from, end) };
    }
    at = end;
  }
  return undefined;
}

/** Sets the bit of each place of a list. */
export function addPlaces({ count, bytes }: StoredList, bitmap: Uint32Array): void {
  if (count === recordsPerBlock) {
    bitmap.fill(0xffffffff);
  } else if (bytes.length === bitmapBytes) {
    for (let word = 0; word < bitmap.length; word += 1) {
      bitmap[word] = (bitmap[word] ?? 0) | wordAt(bytes, 4 * word);
    }
  } else {
    for (let at = 0, place = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) place += byte;
      else {
        at += 1;
        place = ((byte & 0x7f) << 8) | (bytes[at] ?? 0);
      }
      const word = place >>> 5;
      bitmap[word] = (bitmap[word] ?? 0) | (1 << (place & 31));
    }
  }
}

const wordAt = (bytes: Uint8Array, at: number) =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

/** Finds the positions of a list in the other part of its bucket. */
export function findPositions(bucket: Buffer, index: number): Buffer {
  let at = 0;
  for (let skipped = 0; skipped < index; skipped += 1) {
    at += positionsHeaderBytes + bucket.readUInt32LE(at + 1);
  }
  return bucket.subarray(at, at + positionsHeaderBytes + bucket.readUInt32LE(at + 1));
}

/**
 * Decodes the occurrences of a trigram, less `offset`: where a text starts that has the trigram at that
 * offset. Those before the start of a text are left out.
 *
 * @param out has room for all occurrences, see {@link countOccurrences}
 * @returns how many were written to `out`, ascending
 */
export function decodeOccurrences(
  list: StoredList,
  positions: Buffer,
  offset: number,
  out: Occurrences,
): number {
  const wide = ((positions[0] ?? 0) & isWide) !== 0;
  const width = wide ? 2 : 1;
  const constant = ((positions[0] ?? 0) & isConstant) !== 0;
  const numberAt = (at: number) =>
    (positions[at] ?? 0) | (wide ? (positions[at + 1] ?? 0) << 8 : 0);
  const count = listPlaces(list);
  const step = constant ? 0 : width;
  let further = positionsHeaderBytes + width * (constant ? 1 : list.count);
  let furtherPlace = placeAt(positions, further);
  let written = 0;
  for (let index = 0; index < count; index += 1) {
    const place = places[index] ?? 0;
    const start = numberAt(positionsHeaderBytes + step * index) - offset;
    if (start >= 0) out[written++] = (place << 16) | start;
    while (furtherPlace === place) {
      const next = numberAt(further + 2) - offset;
      if (next >= 0) out[written++] = (place << 16) | next;
      further += 2 + width;
      furtherPlace = placeAt(positions, further);
    }
  }
  return written;
}

/** Of which record the further occurrence is; -1 if there is no further one. */
const placeAt = (positions: Buffer, at: number) =>
  at < positions.length ? (positions[at] ?? 0) | ((positions[at + 1] ?? 0) << 8) : -1;

/** An upper bound for the number of occurrences in a list. */
export function countOccurrences(list: StoredList, positions: Buffer): number {
  return list.count + Math.ceil((positions.length - positionsHeaderBytes) / 3);
}

// The places of the list that is being decoded: reused, as that is synchronous.
const places = new Uint16Array(recordsPerBlock);

/** Lists the places of a list in {@link places}, ascending, and returns their number. */
function listPlaces({ count, bytes }: StoredList): number {
  let length = 0;
  if (count === recordsPerBlock) {
    while (length < count) places[length] = length++;
  } else if (bytes.length === bitmapBytes) {
    for (let at = 0; at < bitmapBytes; at += 1) {
      for (let bits = bytes[at] ?? 0; bits !== 0; bits &= bits - 1) {
        places[length++] = 8 * at + 31 - Math.clz32(bits & -bits);
      }
    }
  } else {
    for (let at = 0, place = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) place += byte;
      else {
        at += 1;
        place = ((byte & 0x7f) << 8) | (bytes[at] ?? 0);
      }
      places[length++] = place;
    }
  }
  return length;
}

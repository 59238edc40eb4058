import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BlockBuilder, type Bucket } from '../../src/search/format/block-builder.js';
import { wordsPerBlock } from '../../src/search/format/block-limits.js';
import {
  addPlaces,
  countOccurrences,
  decodeOccurrences,
  findList,
  findPositions,
  visitLists,
} from '../../src/search/format/list-reader.js';
import { bucketOf, prefixRange, trigramKeys } from '../../src/search/format/trigram.js';
import { repetitions } from '../support/repetitions.js';

const column = 'title_folded';
// Few units, so that trigrams repeat: also NUL, halves of pairs, and the ends of the ranges.
const units = ['a', 'b', '\0', '\u0001', '\x7f', '\x80', '\ud83d', '\ude00', '\uffff'];
// Folded texts are stored between line feeds.
const texts = fc
  .array(fc.constantFrom(...units), { maxLength: 300 })
  .map((drawn) => `\n${drawn.join('')}\n`);

function read(buckets: readonly Bucket[], bits: number): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { bucket, places, positions } of buckets) {
    visitLists(places, (key, list) => {
      expect(bucketOf(key, bits)).toBe(bucket);
      expect(findList(places, key)).toEqual(list);
      const stored = findPositions(positions, list.index);
      const out = new Uint32Array(countOccurrences(list, stored));
      const decoded = out.subarray(0, decodeOccurrences(list, stored, 0, out));
      found.set(
        key,
        [...decoded].map((occurrence) => `${occurrence >>> 16}@${occurrence & 0xffff}`),
      );
    });
  }
  return found;
}

function wanted(titles: readonly string[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [place, title] of titles.entries()) {
    for (const [at, key] of trigramKeys(column, `${title}\0`).entries()) {
      found.set(key, [...(found.get(key) ?? []), `${place}@${at}`]);
    }
  }
  return found;
}

/** The places of the lists of all trigrams that start with a text. */
function placesOf(buckets: readonly Bucket[], text: string): number[] {
  const [from, to] = prefixRange(column, text);
  const bitmap = new Uint32Array(wordsPerBlock);
  for (const { places } of buckets) {
    visitLists(places, (key, list) => {
      if (key >= from && key <= to) addPlaces(list, bitmap);
    });
  }
  return Array.from({ length: 32 * wordsPerBlock }, (_, place) => place).filter(
    (place) => ((bitmap[place >>> 5] ?? 0) >>> (place & 31)) & 1,
  );
}

test('lists that are read have the places and positions that were written, of any texts', () => {
  fc.assert(
    fc.property(
      fc.array(texts, { maxLength: 200 }),
      fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 2 }),
      (titles, prefix) => {
        const builder = new BlockBuilder();
        for (const [at, titleFolded] of titles.entries()) {
          builder.add({ id: at + 1, time: 0, siteId: 1, importId: 1, titleFolded, uriFolded: '' });
        }
        const buckets = [...builder.buckets()];
        expect(read(buckets, builder.bucketBits)).toEqual(wanted(titles));
        const text = prefix.join('');
        const places = [...titles.keys()].filter((at) => titles[at]?.includes(text));
        expect(placesOf(buckets, text)).toEqual(places);
      },
    ),
    { numRuns: repetitions(500, 40) },
  );
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inPieces, type ReadInput, rowsOf } from '../../support/rows.js';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^["'\\,[\]{}\t:é😀\r\n\ufeff\ufffda-c-]{0,10}$/u),
);
const items = fc.array(fc.record({ title: text, uri: text, date: text }), { maxLength: 8 });
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });

type Items = readonly { readonly title: string; readonly uri: string; readonly date: string }[];

const bodies = {
  json: (list: Items) => JSON.stringify(list),
  'json in an object': (list: Items) => JSON.stringify({ a: list, items: list, b: 1 }, null, 2),
  ndjson: (list: Items) => list.map((each) => JSON.stringify(each)).join('\n'),
};

/** Without the excerpt from the input, which is no longer than the piece that holds it. */
const placed = ({ items, error }: ReadInput) => ({ items, error: error?.replace(/".*"/s, '') });

describe('whatever the items are and however the bytes arrive, the same rows come out', () => {
  test.each(Object.entries(bodies))('%s', async (name, write) => {
    const format = name.startsWith('json') ? 'json' : 'ndjson';
    await fc.assert(
      fc.asyncProperty(items, lengths, async (list, sizes) => {
        const given = list.map((each) => ({ ...each, title: each.title.toWellFormed() }));
        const bytes = Buffer.from(write(given));
        const { items: read, error } = await rowsOf(inPieces(bytes, sizes), { format });
        expect(error).toBeUndefined();
        expect(read.map(({ title, uri, date }) => ({ title, uri, date }))).toEqual(given);
      }),
    );
  });

  test('broken ones, too', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.stringMatching(/^[ "\\,[\]{}:\nat1é-]{0,60}$/u).map((each) => Buffer.from(each)),
    );
    const formats = fc.constantFrom('json' as const, 'ndjson' as const);
    await fc.assert(
      fc.asyncProperty(formats, bytes, lengths, async (format, given, sizes) => {
        const opened = Buffer.concat([Buffer.from(format === 'json' ? '[' : ''), given]);
        const whole = await rowsOf(opened, { format });
        const parts = await rowsOf(inPieces(opened, sizes), { format });
        expect(placed(parts)).toEqual(placed(whole));
      }),
      { numRuns: 1000 },
    );
  });
});

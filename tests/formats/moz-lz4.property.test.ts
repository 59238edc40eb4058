import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decompress } from '../../src/formats/compression/decompress.js';
import { compressMozLz4 } from '../support/lz4.js';
import { presetSamples } from '../support/preset-samples.js';
import { inPieces, rowsOf } from '../support/rows.js';

/** What is decompressed of an input, up to a fault. */
async function read(input: Buffer, lengths?: readonly number[]) {
  const parts: Uint8Array[] = [];
  let error = '';
  try {
    for await (const part of decompress(inPieces(input, lengths))) parts.push(part);
  } catch (fault) {
    error = (fault as Error).message;
  }
  return { content: Buffer.concat(parts), error };
}

const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

test('whatever is compressed as Firefox does comes back, in pieces of any lengths', async () => {
  const repeated = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9000 }))
    .map(([bytes, times]) => Buffer.alloc(bytes.length * times, bytes));
  const content = fc
    .array(fc.oneof(repeated, fc.uint8Array({ maxLength: 300 })), { maxLength: 4 })
    .map((parts) => Buffer.concat(parts));
  await fc.assert(
    fc.asyncProperty(content, lengths, async (given, sizes) => {
      const result = await read(compressMozLz4(given), sizes);
      expect(result.error).toBe('');
      expect(result.content.equals(given)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('bytes that are no LZ4 are refused, and never more is decompressed than the file says', async () => {
  const header = Buffer.from('mozLz40\0\x40\0\0\0', 'latin1');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const { content } = await read(Buffer.concat([header, bytes]));
      expect(content.length).toBeLessThanOrEqual(64);
    }),
  );
});

// By the program lz4 1.9.4.
const byLz4 = Buffer.from(
  '6d6f7a4c7a34300068010000ff0368747470733a2f2f612e6578616d706c652f1200ff3f506d706c652f',
  'hex',
);

test('a file of the program lz4 is decompressed', async () => {
  expect((await read(byLz4)).content.toString()).toBe('https://a.example/'.repeat(20));
});

const backup = compressMozLz4(Buffer.from(presetSamples.firefox ?? ''));

test('a backup of Firefox is read as it is', async () => {
  const { items } = await rowsOf(decompress(inPieces(backup, [7])), {});
  expect(items).toMatchObject([{ title: 'A walk & more' }]);
});

const huge = Buffer.from(backup).fill(0xff, 8, 12);
const small = Buffer.from(backup).fill(0, 9, 12);
test.each([
  ['is cut off', backup.subarray(0, 100), 'is cut off: it ends at byte 100, in the middle of its'],
  ['ends in its header', backup.subarray(0, 11), 'is cut off: it ends at byte 11, in the middle'],
  ['says a size of 4 GB', huge, `is cut off: it ends at byte ${huge.length}, in the middle of its`],
  [
    'says a small size',
    small,
    /corrupt after byte \d+ \(it has more than the \d+ bytes that it says/,
  ],
  ['goes on', Buffer.concat([backup, backup]), 'it goes on after its content'],
  [
    'refers to what is before it',
    Buffer.from('mozLz40\0\x40\0\0\0\x10a\x05\0', 'latin1'),
    'corrupt after byte 15 (a match 5 bytes back, of 1)',
  ],
])('a file that %s is refused with the byte', async (_what, input, message) => {
  expect((await read(input)).error).toMatch(message);
});

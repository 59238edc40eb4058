import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decompress } from '../../../../src/formats/compression/decompress.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const compressors = { gzip: gzipSync, zstd: zstdCompressSync } as const;

async function outcome(bytes: Uint8Array, lengths?: number[]) {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of decompress(inPieces(bytes, lengths))) parts.push(part);
  } catch (error) {
    return { text: Buffer.concat(parts).toString('latin1'), error: (error as Error).message };
  }
  return { text: Buffer.concat(parts).toString('latin1') };
}

describe.each(Object.keys(compressors) as (keyof typeof compressors)[])(
  'input compressed with %s',
  (compression) => {
    const compress = compressors[compression];
    // One part hardly compresses, the other very well.
    const text = randomBytes(300_000).toString('latin1') + 'a'.repeat(3_000_000);
    const compressed = compress(Buffer.from(text, 'latin1'));

    test('is decompressed, in whatever pieces it arrives', async () => {
      for (const lengths of [undefined, [1000, 1, 2], [65536]]) {
        expect((await outcome(compressed, lengths)).text === text).toBe(true);
      }
      expect(await outcome(compress('a'), [1])).toEqual({ text: 'a' });
      expect(await outcome(compress(''))).toEqual({ text: '' });
    });

    test('is decompressed to the end of its last part', async () => {
      const parts = Buffer.concat([
        compress('ten'),
        compress(''),
        compress(' of'),
        compress(' three'),
      ]);
      for (const lengths of [undefined, [1], [7, 3], [compress('one').length]]) {
        expect(await outcome(parts, lengths)).toEqual({ text: 'ten of three' });
      }
    });

    test('and then cut off is decompressed as far as possible, and reported with the byte at which it ends', async () => {
      const half = compressed.length - 4;
      for (const lengths of [undefined, [1000], [65536]]) {
        const { text: start, error } = await outcome(compressed.subarray(0, half), lengths);
        expect(error).toBe(
          `The input is cut off: it ends at byte ${half}, in the middle of its ${compression} data.`,
        );
        expect(text.startsWith(start)).toBe(true);
        expect(start.length).toBeGreaterThan(250_000);
      }
    });

    test('and then corrupted is not read as if it were complete', async () => {
      const broken = Buffer.concat([compressed, Buffer.from('something else')]);
      for (const lengths of [undefined, [1000]]) {
        expect((await outcome(broken, lengths)).error).toMatch(
          new RegExp(
            `^The ${compression} data of the input is corrupt after byte \\d+ \\(.+\\)\\.$`,
          ),
        );
      }
    });

    test('and then cut off has its rows read before the error is reported', async () => {
      const rows = Array.from(
        { length: 20_000 },
        (_, index) => `{"title":"${index}","uri":"u","date":"d"}\n`,
      ).join('');
      const cut = compress(rows).subarray(0, -1);
      const { items, error } = await rowsOf(decompress(inPieces(cut)), { format: 'ndjson' });
      expect(error).toMatch(/cut off/);
      expect(items.at(-1)).toMatchObject({ title: String(items.length - 1), line: items.length });
      if (compression === 'gzip') expect(items).toHaveLength(20_000);
    });
  },
);

test('zeros after gzip data are ignored as padding', async () => {
  const compressed = gzipSync('one');
  for (const lengths of [undefined, [1], [compressed.length, 100]]) {
    expect(await outcome(Buffer.concat([compressed, Buffer.alloc(600)]), lengths)).toEqual({
      text: 'one',
    });
  }
});

test('zstd data that begins with a skippable frame is decompressed', async () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  expect(await outcome(Buffer.concat([skipped, zstdCompressSync('a')]))).toEqual({ text: 'a' });
});

test('input that is not compressed is passed on unchanged', async () => {
  for (const text of ['', '[', '[{"title":"a"}]', '\x1f', '\x1f\x8c\x00']) {
    expect(await outcome(Buffer.from(text, 'latin1'), [1])).toEqual({ text });
  }
});

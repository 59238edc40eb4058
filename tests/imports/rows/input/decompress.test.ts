import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decompress } from '../../../../src/formats/compression/decompress.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const packers = { gzip: gzipSync, zstd: zstdCompressSync } as const;

async function outcome(bytes: Uint8Array, lengths?: number[]) {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of decompress(inPieces(bytes, lengths))) parts.push(part);
  } catch (error) {
    return { text: Buffer.concat(parts).toString('latin1'), error: (error as Error).message };
  }
  return { text: Buffer.concat(parts).toString('latin1') };
}

describe.each(Object.keys(packers) as (keyof typeof packers)[])(
  'what is packed by %s',
  (packing) => {
    const pack = packers[packing];
    // Some of it can hardly be packed, and some very well.
    const text = randomBytes(300_000).toString('latin1') + 'a'.repeat(3_000_000);
    const packed = pack(Buffer.from(text, 'latin1'));

    test('is unpacked, in whatever pieces it arrives', async () => {
      for (const lengths of [undefined, [1000, 1, 2], [65536]]) {
        expect((await outcome(packed, lengths)).text === text).toBe(true);
      }
      expect(await outcome(pack('a'), [1])).toEqual({ text: 'a' });
      expect(await outcome(pack(''))).toEqual({ text: '' });
    });

    test('is unpacked to the end of its last part', async () => {
      const parts = Buffer.concat([pack('ten'), pack(''), pack(' of'), pack(' three')]);
      for (const lengths of [undefined, [1], [7, 3], [pack('one').length]]) {
        expect(await outcome(parts, lengths)).toEqual({ text: 'ten of three' });
      }
    });

    test('and cut off is unpacked as far as it goes, and it is said where it ends', async () => {
      const half = packed.length - 4;
      for (const lengths of [undefined, [1000], [65536]]) {
        const { text: start, error } = await outcome(packed.subarray(0, half), lengths);
        expect(error).toBe(
          `The input is cut off: it ends at byte ${half}, in the middle of what is packed by ${packing}.`,
        );
        expect(text.startsWith(start)).toBe(true);
        expect(start.length).toBeGreaterThan(250_000);
      }
    });

    test('and broken is not read as if it were whole', async () => {
      const broken = Buffer.concat([packed, Buffer.from('something else')]);
      for (const lengths of [undefined, [1000]]) {
        expect((await outcome(broken, lengths)).error).toMatch(
          new RegExp(
            `^The input is packed by ${packing}, and broken somewhere after byte \\d+ \\(.+\\)\\.$`,
          ),
        );
      }
    });

    test('has its rows read before it is said that it is cut off', async () => {
      const rows = Array.from(
        { length: 20_000 },
        (_, index) => `{"title":"${index}","uri":"u","date":"d"}\n`,
      ).join('');
      const cut = pack(rows).subarray(0, -1);
      const { items, error } = await rowsOf(decompress(inPieces(cut)), { format: 'ndjson' });
      expect(error).toMatch(/cut off/);
      expect(items.at(-1)).toMatchObject({ title: String(items.length - 1), line: items.length });
      if (packing === 'gzip') expect(items).toHaveLength(20_000);
    });
  },
);

test('gzip may have zeros behind it', async () => {
  const packed = gzipSync('one');
  for (const lengths of [undefined, [1], [packed.length, 100]]) {
    expect(await outcome(Buffer.concat([packed, Buffer.alloc(600)]), lengths)).toEqual({
      text: 'one',
    });
  }
});

test('zstd may put first what is to be skipped', async () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  expect(await outcome(Buffer.concat([skipped, zstdCompressSync('a')]))).toEqual({ text: 'a' });
});

test('what is not packed is given as it is', async () => {
  for (const text of ['', '[', '[{"title":"a"}]', '\x1f', '\x1f\x8c\x00']) {
    expect(await outcome(Buffer.from(text, 'latin1'), [1])).toEqual({ text });
  }
});

// cspell:ignore ustar

import type { FileKind } from './text-kinds.js';

/** How the rows of a workbook can be imported in any case. */
export const asCsv = 'save the sheet as CSV in UTF-8';
const asText = 'export the rows as CSV, NDJSON or JSON';
const uncompress = 'uncompress it first, or use gzip or zstd';
const extract = 'extract the file from it first';

/** Binary files that people try to import: the signature in hex, what the file is, and what to do. */
const binaries: readonly (readonly [signature: RegExp, kind: string, advice: string])[] = [
  [/^fd377a585a00/, 'compressed with xz', uncompress],
  // The version, the block size, and the start of the first block.
  [/^425a683[1-9]314159265359/, 'compressed with bzip2', uncompress],
  [/^04224d18/, 'compressed with lz4', uncompress],
  [/^1f9d/, 'compressed with compress (.Z)', uncompress],
  [/^4c5a4950/, 'compressed with lzip', uncompress],
  [/^377abcaf271c/, 'a 7z archive', extract],
  [/^526172211a07/, 'a RAR archive', extract],
  [
    /^d0cf11e0a1b11ae1/,
    'an old Excel workbook (.xls), one with a password, or another OLE document',
    `save it as .xlsx without a password, or ${asCsv}`,
  ],
  [/^53514c69746520666f726d6174203300/, 'an SQLite database', asText],
  [/^50415231/, 'a Parquet file', asText],
  [/^4f626a01/, 'an Avro file', asText],
  [/^4f5243(?:00|03|08|0a)/, 'an ORC file', asText],
  [/^4152524f5731/, 'an Arrow file', asText],
  [/^62706c697374/, 'a binary property list', asText],
  [/^255044462d/, 'a PDF document', asText],
  [/^7b5c727466/, 'an RTF document', 'save it as plain text in UTF-8'],
  [/^(?:89504e47|ffd8ff|47494638|52494646.{8}57454250)/, 'an image', asText],
];

const tarMark = 257;

/** What a binary file is, and what to do about it; undefined for possible text. */
export function detectBinaryKind(start: Buffer): FileKind | undefined {
  if (/^504b(?:0304|0506|0708)/.test(start.toString('hex', 0, 4))) {
    return { kind: 'a zip archive', advice: `${extract}; for a spreadsheet, ${asCsv}` };
  }
  if (start.toString('latin1', tarMark, tarMark + 5) === 'ustar') {
    return { kind: 'a tar archive', advice: extract };
  }
  const hex = start.toString('hex', 0, 16);
  const [, kind, advice] = binaries.find(([signature]) => signature.test(hex)) ?? [];
  return kind === undefined || advice === undefined ? undefined : { kind, advice };
}

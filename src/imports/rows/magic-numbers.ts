// Of gzip and zstd. Programs that pack in parallel put what is to be skipped first, with a number of its own.
const unpackable = { gzip: /^1f8b/, zstd: /^(?:28b52ffd|5.2a4d18)/ } as const;

const others = {
  xz: /^fd377a585a00/,
  // Its version, how large its blocks are, and the beginning of the first one.
  bzip2: /^425a683[1-9]314159265359/,
  '7z': /^377abcaf271c/,
  zip: /^504b(?:0304|0506|0708)/,
} as const;

/** How many bytes tell what an input is, or all that it has. */
export const magicBytes = 10;

/** A way of packing files that is unpacked, by the name that messages have for it. */
export type FilePacking = keyof typeof unpackable;

/** How an input is packed, by its first bytes; undefined where it is not packed by gzip or zstd. */
export const filePackingOf = (start: Buffer): FilePacking | undefined =>
  nameOf(unpackable, hexOf(start));

/** How an input is packed that is not, or not once more, unpacked; undefined where it may be a text. */
export const foreignPackingOf = (start: Buffer): FilePacking | keyof typeof others | undefined =>
  filePackingOf(start) ?? nameOf(others, hexOf(start));

const hexOf = (start: Buffer) => start.toString('hex', 0, magicBytes);

function nameOf<Name extends string>(
  patterns: Readonly<Record<Name, RegExp>>,
  hex: string,
): Name | undefined {
  return (Object.keys(patterns) as Name[]).find((name) => patterns[name].test(hex));
}

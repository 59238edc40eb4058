// Parallel compressors begin with a skippable frame, which has a signature of its own.
const signatures = {
  gzip: /^1f8b/,
  zstd: /^(?:28b52ffd|5.2a4d18)/,
  mozlz4: /^6d6f7a4c7a343000/,
} as const;

/** How many bytes {@link detectCompression} needs, if the input has that many. */
export const signatureBytes = 10;

/** A compression that is recognised in files, by its name in messages. */
export type FileCompression = keyof typeof signatures;

/** The compression of a file, by its first bytes; undefined if there is none, or any other. */
export function detectCompression(start: Buffer): FileCompression | undefined {
  const hex = start.toString('hex', 0, signatureBytes);
  return (Object.keys(signatures) as FileCompression[]).find((name) => signatures[name].test(hex));
}

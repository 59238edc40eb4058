// Parallel compressors begin with a skippable frame, which has a signature of its own.
const signatures = { gzip: /^1f8b/, zstd: /^(?:28b52ffd|5.2a4d18)/ } as const;

/** How many bytes {@link detectCompression} needs, if there are so many. */
export const signatureBytes = 10;

/** A compression that is recognised in files, by its name in messages. */
export type FileCompression = keyof typeof signatures;

/** How a file is compressed, by its first bytes; undefined if it is not, or in any other way. */
export function detectCompression(start: Buffer): FileCompression | undefined {
  const hex = start.toString('hex', 0, signatureBytes);
  return (Object.keys(signatures) as FileCompression[]).find((name) => signatures[name].test(hex));
}

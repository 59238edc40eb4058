/** The maximum number of records in a block. Places in a block are below it, and fit into 14 bits. */
export const recordsPerBlock = 16_384;

/** The maximum distance between the ids of a block's first and last record: offsets take four bytes at most. */
export const maxIdSpan = 0xffff_ffff;

/**
 * A block is closed early at this number of occurrences of trigrams. Usual records have a hundred. It bounds
 * the memory of building a block, at some 20 bytes each, and the largest row, at 5: if all records repeat
 * one trigram. A server may accept no more than 16 MB.
 */
export const maxOccurrences = 2_500_000;

/** The words of 32 bits in a bitmap of a block, one bit for each place. */
export const wordsPerBlock = recordsPerBlock / 32;

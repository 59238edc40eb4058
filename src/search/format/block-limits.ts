/** The maximum number of records in a block. Places in a block are below it, and fit into 14 bits. */
export const recordsPerBlock = 16_384;

/** The maximum distance between the ids of a block's first and last record: offsets take two bytes. */
export const maxIdSpan = 0xffff;

/**
 * A block is closed early at this number of occurrences of trigrams, which bounds the memory of building
 * one, at some 20 bytes each. Usual records have a hundred.
 */
export const maxOccurrences = 4_000_000;

/** The words of 32 bits in a bitmap of a block, one bit for each place. */
export const wordsPerBlock = recordsPerBlock / 32;

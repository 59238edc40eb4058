/** Deeper than any input of the schema: inputs nested deeper are rejected where they are read. */
export const maxInputDepth = 64;

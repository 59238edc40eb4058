/** The most items that one import takes at once. */
export const maxItems = 10_000;

/** The fields of an item. */
export const fields = ['title', 'uri', 'date'] as const;

/** The name of a field of an item. */
export type Field = (typeof fields)[number];

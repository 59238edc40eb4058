/** The descriptions of the counts that both an import and the result of one have. */
export const countDescriptions = {
  received: 'How many items were received: the sum of `inserted`, `duplicates` and `rejected`.',
  inserted: 'How many items were stored as new records.',
  duplicates: 'How many items were stored before, or were repeated within the import.',
  rejected: 'How many items were rejected.',
} as const;

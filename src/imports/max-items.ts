/** The maximum number of items of one import over the API. */
export const maxItems = 10_000;

/** The orders in which a numeric date with its year last can be written: day or month first. */
export const dateOrders = ['DMY', 'MDY'] as const;

/** One of {@link dateOrders}. */
export type DateOrder = (typeof dateOrders)[number];

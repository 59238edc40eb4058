/** The first year of a century, such as 2000; years of two digits are counted from it. */
export type Century = number;

/** Reads a century, 1000 to 9900; `undefined` for anything else. */
export const readCentury = (text: string): Century | undefined =>
  /^[1-9]\d00$/.test(text) ? Number(text) : undefined;

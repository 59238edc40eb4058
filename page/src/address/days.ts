/** Milliseconds in a day. */
export const msPerDay = 86_400_000;

/** The day of an instant in UTC, like `2014-03-08`. */
export function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether a text is a day that exists, from the year 1000 to 9999, like `2014-03-08`. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && toDay(ms) === text;
}

/** The day before the midnight of an instant that ends a range, which does not belong to it. */
export function lastDayBefore(endMs: number): string {
  return toDay(Math.ceil(endMs / msPerDay) * msPerDay - msPerDay);
}

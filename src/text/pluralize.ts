/** A count with its noun: `1 duplicate`, `2 duplicates`. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

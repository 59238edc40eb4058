import type { BuildProgress } from './build-index.js';

const grouped = new Intl.NumberFormat('en');

/** `indexed 1,200,000 of 9,650,000 records` */
export function describeProgress({ indexed, records }: BuildProgress): string {
  return `indexed ${grouped.format(indexed)} of ${grouped.format(records)} records`;
}

import type { ReceivedItem } from './received-item.js';

const escaped = /&(?:amp|#38|#x26);/i;

/** How many items have a uri in which `&` is escaped as in HTML, and was most likely not meant so. */
export function countEscapedUris(items: readonly ReceivedItem[]): number {
  let count = 0;
  for (const { uri } of items) if (uri != null && escaped.test(uri)) count += 1;
  return count;
}

/** What to do about so many of them, in sentences; undefined where there are none. */
export function hintAtEscapedUris(count: number): string | undefined {
  if (count === 0) return undefined;
  const [hold, were] = count === 1 ? ['1 uri holds', 'was'] : [`${count} uris hold`, 'were'];
  return `${hold} "&amp;", as HTML writes "&", and ${were} left as received. If "&" is meant, write it so and import the rows again; an option that does this, --html, is planned.`;
}

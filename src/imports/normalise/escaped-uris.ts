import type { ReceivedItem } from './received-item.js';

const escaped = /&(?:amp|#38|#x26);/i;

/** Counts the items whose URI contains `&` escaped as in HTML, most likely by mistake. */
export function countEscapedUris(items: readonly ReceivedItem[]): number {
  let count = 0;
  for (const { uri } of items) if (uri != null && escaped.test(uri)) count += 1;
  return count;
}

/** Formats advice on that many escaped URIs; undefined if there are none. */
export function formatEscapedUrisHint(count: number): string | undefined {
  if (count === 0) return undefined;
  const [contain, were] =
    count === 1 ? ['1 URI contains', 'was'] : [`${count} URIs contain`, 'were'];
  return `${contain} "&amp;", which is HTML for "&", and ${were} stored as received. If "&" is meant, import the rows again with --html (html=true over HTTP), which decodes it.`;
}

import { hash, randomUUID } from 'node:crypto';
import type { RecordRow } from '../../records/query/record-row.js';

/** The id of a feed: a new one each time, as each export is a document of its own. */
export const createFeedId = (): string => `urn:uuid:${randomUUID()}`;

/**
 * The id of a record in feeds, which is the same in every export and every database: a UUID of version 8
 * (RFC 9562, section 5.8) made of the SHA-256 of its title, URI and date.
 */
export function entryId({ title, uri, date }: RecordRow): string {
  // None of them contains a line feed.
  const digest = hash('sha256', `${title}\n${uri}\n${date.getTime()}`);
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 3) | 8).toString(16);
  return `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

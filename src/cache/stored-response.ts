import { hash } from 'node:crypto';
import { z } from 'zod';

/** A response as it is kept: ready to send, with what decides for how long. */
export interface StoredResponse {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
  /** Seconds for which the response is fresh, from the schema's `@cacheControl` hints. */
  readonly maxAge: number;
  readonly scope: 'PUBLIC' | 'PRIVATE';
  /** Unix time in milliseconds. */
  readonly storedAt: number;
  /** The version of the data that the response was made from, or an earlier one. */
  readonly version: number;
}

/** The strong entity tag of a body (RFC 9110, section 8.8.3). */
export function etagOf(body: string): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
}

const storedForm = z.object({
  body: z.string(),
  contentType: z.string(),
  etag: z.string(),
  maxAge: z.number().positive(),
  scope: z.enum(['PUBLIC', 'PRIVATE']),
  storedAt: z.number(),
  version: z.number(),
});

/**
 * Reads what the shared store holds. Others can write there, and older programs did: anything that
 * is not a whole, unaltered response of this version of the data counts as a miss.
 */
export function readStored(value: unknown, version: number): StoredResponse | undefined {
  const { data } = storedForm.safeParse(value);
  return data?.version === version && data.etag === etagOf(data.body) ? data : undefined;
}

import { hash } from 'node:crypto';
import { z } from 'zod';

/** A response as it is kept: ready to send, with what decides for how long. */
export interface StoredResponse {
  readonly body: Buffer;
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

const encoder = new TextEncoder();

/** The bytes of a body and their strong entity tag (RFC 9110, section 8.8.3). */
export function taggedBody(text: string): Pick<StoredResponse, 'body' | 'etag'> {
  // Not by Buffer.from, which cuts small ones out of larger blocks and so keeps those alive.
  const body = Buffer.from(encoder.encode(text).buffer);
  return { body, etag: etagOf(body) };
}

function etagOf(body: Buffer): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
}

// One that takes long to send would hold up all the others on the same connection.
/** The most bytes of a body that are shared. */
export const largestShared = 1024 * 1024;
const largestFirstLine = 1000;

/** The text that the shared store keeps for a response: a line of JSON, then the body as it is. */
export function encodeStored({ body, ...rest }: StoredResponse): string {
  return `${JSON.stringify(rest)}\n${body}`;
}

// Clocks of different hosts differ, but not by more than this.
const mostSkewMs = 60_000;

const rest = z.object({
  // It becomes a header, so nothing else may stand in it.
  contentType: z.string().regex(/^application\/[\w.+-]+(; charset=utf-8)?$/),
  etag: z.string(),
  maxAge: z.number().positive().max(86_400),
  scope: z.enum(['PUBLIC', 'PRIVATE']),
  storedAt: z.number().refine((storedAt) => storedAt < Date.now() + mostSkewMs),
  version: z.number(),
});

/**
 * Reads what the shared store holds. Others can write there, and older programs did: anything that
 * is not a whole, unaltered response of this version of the data counts as a miss.
 */
export function decodeStored(value: unknown, version: number): StoredResponse | undefined {
  if (typeof value !== 'string' || value.length > largestFirstLine + largestShared)
    return undefined;
  const end = value.indexOf('\n');
  const { data } = rest.safeParse(jsonOf(value.slice(0, Math.max(end, 0))));
  if (data?.version !== version) return undefined;
  const { body, etag } = taggedBody(value.slice(end + 1));
  return etag === data.etag ? { ...data, body } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

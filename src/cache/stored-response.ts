import { hash } from 'node:crypto';
import { z } from 'zod';

/** A cached response, ready to send, and how long it may be used. */
export interface StoredResponse {
  readonly body: string;
  /** The bytes of the body in UTF-8. */
  readonly length: number;
  readonly contentType: string;
  readonly etag: string;
  /** Seconds for which the response is fresh, from the schema's `@cacheControl` hints. */
  readonly maxAge: number;
  /** Unix time in milliseconds. */
  readonly storedAt: number;
  /** The version of the data that the response was made from, or an earlier one. */
  readonly version: number;
}

/** Seconds until a response is no longer fresh; negative afterwards. */
export function secondsLeft({ storedAt, maxAge }: StoredResponse): number {
  return maxAge - (Date.now() - storedAt) / 1000;
}

/** Adds to a body its length and its strong entity tag (RFC 9110, section 8.8.3), which depends on the type as well. */
export function tagBody(
  body: string,
  contentType: string,
): Pick<StoredResponse, 'body' | 'length' | 'etag'> {
  // A content type has no line feed.
  const etag = `"${hash('sha256', `${contentType}\n${body}`, 'base64url').slice(0, 22)}"`;
  return { body, length: Buffer.byteLength(body), etag };
}

// A body that takes long to send would delay all others on the same connection.
/** The largest body that is shared, in bytes. */
export const maxSharedBytes = 1024 * 1024;
const maxFirstLineLength = 1000;
/** The maximum number of characters that {@link encodeStored} returns for such a body. */
export const maxEncodedLength = maxFirstLineLength + maxSharedBytes;

/** Encodes a response for the shared store: a line of JSON, then the body as it is. */
export function encodeStored({ body, length: _, ...rest }: StoredResponse): string {
  return `${JSON.stringify(rest)}\n${body}`;
}

// The clocks of two hosts may differ by this much.
const maxSkewMs = 60_000;

const rest = z.object({
  // It becomes a header, so it must not contain anything else.
  contentType: z.string().regex(/^application\/[\w.+-]+(; charset=utf-8)?$/),
  etag: z.string(),
  maxAge: z.number().positive().max(86_400),
  storedAt: z.number().refine((storedAt) => storedAt < Date.now() + maxSkewMs),
  version: z.number(),
});

/**
 * Decodes a response of the shared store. Others can write there: anything but a complete, unaltered response
 * for this version of the data is a miss.
 */
export function decodeStored(value: string, version: number): StoredResponse | undefined {
  const end = value.indexOf('\n');
  const { data } = rest.safeParse(parseJson(value.slice(0, Math.max(end, 0))));
  if (data?.version !== version) return undefined;
  const tagged = tagBody(value.slice(end + 1), data.contentType);
  return tagged.etag === data.etag ? { ...data, ...tagged } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

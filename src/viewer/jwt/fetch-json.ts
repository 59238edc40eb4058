import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import { UnsafeAddressError } from './address-rules.js';

// A key set of 50 RSA keys has about 25 KB.
const maxBytes = 64 * 1024;

/** A JSON document, and how long its sender lets it be kept. */
export interface FetchedJson {
  readonly json: unknown;
  /** Undefined if the sender does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/**
 * Fetches a JSON document of at most 64 KB on a connection of its own. A redirect is an
 * {@link UnsafeAddressError}, as the answer would decide which address is asked next.
 *
 * @param signal ends it, whatever it waits for
 */
export async function fetchJson(
  url: URL,
  { lookup, signal }: { readonly lookup: LookupFunction; readonly signal: AbortSignal },
): Promise<FetchedJson> {
  const { statusCode = 0, headers, body } = await get(url, lookup, signal);
  if (statusCode >= 300 && statusCode < 400) {
    body.destroy();
    throw new UnsafeAddressError(
      `${url.href} answered ${statusCode}, a redirect, which is not followed; write the URL that it leads to`,
    );
  }
  if (statusCode !== 200) {
    body.destroy();
    throw new Error(`${url.href} answered ${statusCode}; expected 200`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) throw new Error(`${url.href} has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return {
    json: parse(Buffer.concat(chunks).toString(), url),
    maxAgeSeconds: readMaxAge(headers['cache-control']),
  };
}

async function get(url: URL, lookup: LookupFunction, signal: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  const send = url.protocol === 'https:' ? requestTls : requestPlain;
  const headers = { accept: 'application/json', connection: 'close' };
  send(url, { agent: false, lookup, signal, headers }, resolve).on('error', reject).end();
  const body = await promise;
  return { statusCode: body.statusCode, headers: body.headers, body };
}

function parse(text: string, url: URL): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url.href} did not answer with JSON`);
  }
}

/** RFC 9111, section 5.2.2.1. */
function readMaxAge(header: string | undefined): number | undefined {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(header ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

import { Readable } from 'node:stream';
import { codeIn } from './wire.js';

/** An answer to an upload. */
export interface UploadAnswer {
  readonly status: number;
  readonly code: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name.
  readonly json: any;
}

type Body = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Posts a body to `/v1/bulk` over the network, as it is or as it comes.
 *
 * @param query with its question mark, if any
 */
export async function upload(
  address: string,
  body: Body,
  headers: Record<string, string> = {},
  query = '',
): Promise<UploadAnswer> {
  const isStream = typeof body !== 'string' && !(body instanceof Uint8Array);
  const answer = await fetch(`${address}/v1/bulk${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body: isStream ? Readable.toWeb(Readable.from(bytesOf(body))) : body,
    // Undici wants it for bodies that it cannot send twice.
    ...(isStream && { duplex: 'half' }),
  } as RequestInit);
  const json: unknown = await answer.json();
  return { status: answer.status, code: codeIn(json), json };
}

async function* bytesOf(body: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of body) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** Items of NDJSON, each with a title and a uri of its own, with numbers from `from` to before `to`. */
export function ndjson(from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    text += `{"title":"Number ${at}","uri":"https://www.example.com/${at}","date":"2014-03-08"}\n`;
  }
  return text;
}

import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** Sends bytes as they are, and returns the answer after which the service closes the connection. */
export async function sendBytes(address: URL, bytes: string | Buffer): Promise<WireAnswer> {
  const socket = connect(Number(address.port), address.hostname);
  socket.write(bytes);
  return answerIn(await text(socket));
}

/** Reads an answer with a JSON body. */
export function answerIn(response: string): WireAnswer {
  const end = response.indexOf('\r\n\r\n');
  const [line = '', ...lines] = response.slice(0, end).split('\r\n');
  const headers = lines.map((header) => header.split(/: ?(.*)/s).slice(0, 2) as [string, string]);
  return {
    status: Number(line.split(' ')[1]),
    headers: new Headers(headers),
    json: JSON.parse(response.slice(end)),
  };
}

/** The error code in an answer, in the shape of GraphQL's or of the REST calls. */
export function codeIn(json: unknown): string | undefined {
  const { code, errors } = json as {
    readonly code?: string;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return errors?.[0]?.extensions.code ?? code;
}

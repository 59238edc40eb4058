import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server of keys does with a request. */
export type KeyServerBehaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers as an issuer does, or as none should. */
export interface KeyServer {
  readonly url: string;
  /** The paths that were requested so far. */
  readonly requests: readonly string[];
  /** From now on. */
  behave(behaviour: KeyServerBehaviour): void;
  close(): Promise<void>;
}

/** Answers with a document. */
export function answerJson(json: unknown, headers: Record<string, string> = {}) {
  const send: KeyServerBehaviour = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(json));
  };
  return send;
}

/** Takes the connection, and never answers. */
export const frozen: KeyServerBehaviour = () => {};

/** Answers with something else than keys. */
export const lies: Record<string, KeyServerBehaviour> = {
  'an error': (_request, response) => response.writeHead(500).end('{"keys":[]}'),
  'a page': (_request, response) => response.writeHead(200).end('<!doctype html><p>Hello'),
  '30 MB': (_request, response) => {
    response.on('error', () => {});
    response.writeHead(200).end(Buffer.alloc(30 * 2 ** 20, ' '));
  },
  'a redirect': (request, response) =>
    response.writeHead(302, { location: `http://${request.headers.host}/elsewhere` }).end(),
  'an empty set': answerJson({ keys: [] }),
  'a set of 51 keys': answerJson({ keys: Array.from({ length: 51 }, () => ({ kty: 'RSA' })) }),
  'half an answer': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"keys":');
  },
  'a closed connection': (_request, response) => response.destroy(),
};

/** Starts a server that is frozen until it is told what to do. */
export async function startKeyServer(): Promise<KeyServer> {
  let behaviour = frozen;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    behaviour(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave(next) {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

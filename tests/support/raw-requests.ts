import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A GET as it goes over the wire. */
export const get = (path: string, version: '1.0' | '1.1' = '1.1') =>
  `GET ${path} HTTP/${version}\r\nHost: localhost\r\nApollo-Require-Preflight: 1\r\n\r\n`;

/** An operation of GraphQL as it goes over the wire. */
export function post(query: string): string {
  const body = JSON.stringify({ query });
  const headers = ['Host: localhost', 'Content-Type: application/json'];
  headers.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `POST /graphql HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

/** Sends a request on a connection of its own, whose answer can be read after it was ended as well. */
export async function send(address: URL, request: string): Promise<Socket> {
  const { hostname, port } = address;
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(request);
  return socket;
}

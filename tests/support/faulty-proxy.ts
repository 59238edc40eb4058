import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** What becomes of a request on its way to the service, or of the answer on its way back. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'no connection'
  | 'silence'
  | 'no answer'
  | 'half an answer'
  | 'late answer'
  | 'answer withheld';

/** A proxy before a service, which does to each request what a test wants. */
export interface FaultyProxy {
  readonly url: string;
  /** The bodies of all requests, unpacked, in their order. */
  readonly bodies: string[];
  readonly headers: IncomingMessage['headers'][];
  /** The methods and URLs of all requests. */
  readonly requests: string[];
  /** Faults of the next requests, first come first served; all others reach the service. */
  readonly faults: (Fault | undefined)[];
  /** Called with the number of each request, from 1, before anything becomes of it. */
  onRequest: (number: number) => Promise<void> | void;
  /** The address of the service. */
  target: string;
  close(): Promise<void>;
}

/** How late a late answer is. */
const lateMs = 1500;

/** As a service does that ends in the middle, where nobody said how long the answer is. */
async function passOnHalf(response: IncomingMessage, answer: ServerResponse): Promise<void> {
  const whole = await buffer(response);
  answer.useChunkedEncodingByDefault = false;
  const { 'content-encoding': coding } = response.headers;
  const headers = { connection: 'close', ...(coding && { 'content-encoding': coding }) };
  answer.writeHead(200, headers).end(whole.subarray(0, whole.length >> 1));
}

/** Starts a proxy on a free port. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const server = createServer((received, answer) => void handle(received, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies: [],
    headers: [],
    requests: [],
    faults: [],
    onRequest: () => {},
    target,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  async function handle(received: IncomingMessage, answer: ServerResponse) {
    const body = await buffer(received);
    proxy.headers.push(received.headers);
    proxy.requests.push(`${received.method} ${received.url}`);
    const isPacked = received.headers['content-encoding'] === 'gzip';
    proxy.bodies.push(String(isPacked ? gunzipSync(body) : body));
    await proxy.onRequest(proxy.bodies.length);
    const fault = proxy.faults.shift();
    if (fault === 'silence') return;
    if (fault === 'no connection') return void received.socket.destroy();
    if (typeof fault === 'object') {
      return void answer.writeHead(fault.status, fault.headers).end(fault.body);
    }
    const { method = '', url, headers } = received;
    const passedOn = request(`${proxy.target}${url}`, { method, headers }, (response) => {
      if (fault === 'answer withheld') return void response.resume();
      if (fault === 'no answer') {
        response.resume().on('end', () => received.socket.destroy());
        return;
      }
      if (fault === 'half an answer') return void passOnHalf(response, answer);
      answer.writeHead(response.statusCode ?? 502, response.headers);
      if (fault === 'late answer') setTimeout(() => response.pipe(answer), lateMs);
      else response.pipe(answer);
    });
    passedOn.on('error', () => received.socket.destroy());
    passedOn.end(body);
  }
  return proxy;
}

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { AbandonedError, type Waiter } from '../concurrency/waiter.js';

/** The client to whom a reply will be sent, see {@link ClientConnection}. */
export function waiterFor({ raw, request }: FastifyReply): Waiter {
  return { onLeave: (listener) => connectionOf(request.raw.socket).watch(raw, listener) };
}

/** A signal that says that the client has left before its reply was sent. */
export function createDisconnectSignal(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  const forget = waiterFor(reply).onLeave(() => left.abort(new AbandonedError()));
  reply.raw.once('finish', forget);
  return left.signal;
}

const connections = new WeakMap<Socket, ClientConnection>();

function connectionOf(socket: Socket): ClientConnection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    connection = new ClientConnection(socket);
    connections.set(socket, connection);
  }
  return connection;
}

const lookMs = 100;
const looksPerProbe = 10;

/**
 * Finds out that a client has left while it waits for an answer.
 *
 * One that closes its connection looks like one that only has nothing more to send, as `nc -N` does:
 * both send a FIN. But the first has its operating system answer a RST to whatever it is sent. So it
 * is sent "100 Continue" from time to time, which clients of HTTP/1.1 pass over (RFC 9110, section
 * 15.2). Those of HTTP/1.0 must not be sent that, and have left when they got nothing for a second:
 * nearly all are proxies, which send a FIN when their own client has left.
 */
class ClientConnection {
  readonly #waiting = new Map<() => void, ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;

  constructor(private readonly socket: Socket) {
    socket.once('close', () => this.#leave());
    socket.once('end', () => this.#lookLater());
  }

  watch(response: ServerResponse, listener: () => void): () => void {
    if (this.socket.destroyed) listener();
    else {
      this.#waiting.set(listener, response);
      if (this.socket.readableEnded) this.#lookLater();
    }
    return () => void this.#waiting.delete(listener);
  }

  #lookLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.size === 0 || !this.socket.writable) return;
      if (this.#looks % looksPerProbe === 0) this.#probe();
      // Nothing is sent, but Node.js notices a RST only when it writes.
      else this.socket.write('');
      this.#looks += 1;
      this.#lookLater();
    }, lookMs);
  }

  #probe(): void {
    // One response at a time has the connection; those of later requests wait for it.
    const response = [...this.#waiting.values()].find(({ socket }) => socket === this.socket);
    if (response === undefined || response.headersSent) return;
    if (response.req.httpVersion !== '1.0') response.writeContinue();
    else if (this.#looks > 0) this.socket.destroy();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#waiting.keys()) listener();
    this.#waiting.clear();
  }
}

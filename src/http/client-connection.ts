import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { AbandonedError, type Waiter } from '../concurrency/waiter.js';

/** The client that waits for a reply, see {@link ClientConnection}. */
export function waiterFor({ raw, request }: FastifyReply): Waiter {
  return { onLeave: (listener) => connectionOf(request.raw.socket).watch(raw, listener) };
}

/** A signal that is aborted when the client disconnects before its reply was sent. */
export function createDisconnectSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const stopListening = waiterFor(reply).onLeave(() => controller.abort(new AbandonedError()));
  reply.raw.once('finish', stopListening);
  return controller.signal;
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

const checkMs = 100;
const checksPerProbe = 10;

/**
 * Detects that a client has disconnected while it waits for a response.
 *
 * A client that closes its connection looks like one that merely has nothing more to send, as `nc -N`
 * does: both send a FIN. But the operating system of the first replies with an RST to whatever it is
 * sent. So both are sent "100 Continue" from time to time, which clients of HTTP/1.1 ignore (RFC 9110,
 * section 15.2). Clients of HTTP/1.0 must not be sent that, and are taken to have disconnected if they
 * get nothing for a second: nearly all are proxies, which send a FIN when their own client has left.
 */
class ClientConnection {
  readonly #waiting = new Map<() => void, ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  #checks = 0;

  constructor(private readonly socket: Socket) {
    socket.once('close', () => this.#handleClose());
    socket.once('end', () => this.#checkLater());
  }

  watch(response: ServerResponse, listener: () => void): () => void {
    if (this.socket.destroyed) listener();
    else {
      this.#waiting.set(listener, response);
      if (this.socket.readableEnded) this.#checkLater();
    }
    return () => void this.#waiting.delete(listener);
  }

  #checkLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.size === 0 || !this.socket.writable) return;
      if (this.#checks % checksPerProbe === 0) this.#probe();
      // This sends nothing, but Node.js notices a RST only when it writes.
      else this.socket.write('');
      this.#checks += 1;
      this.#checkLater();
    }, checkMs);
  }

  #probe(): void {
    // One response at a time has the connection; those to later requests wait for it.
    const response = [...this.#waiting.values()].find(({ socket }) => socket === this.socket);
    if (response === undefined || response.headersSent) return;
    if (response.req.httpVersion !== '1.0') response.writeContinue();
    else if (this.#checks > 0) this.socket.destroy();
  }

  #handleClose(): void {
    clearTimeout(this.#timer);
    for (const listener of this.#waiting.keys()) listener();
    this.#waiting.clear();
  }
}

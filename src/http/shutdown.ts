import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DeadlineExceeded, withDeadline } from '../concurrency/deadline.js';
import { StopError } from '../errors/stop-error.js';
import { pluralize } from '../text/pluralize.js';
import { closeDrainingConnections } from './bodies/drain-body.js';

/** How long the requests in flight may take after shutdown began, in milliseconds. */
const shutdownTimeoutMs = 10_000;
// Destroyed connections close at once; one that is still open after this is a fault of ours.
const destroyTimeoutMs = 1_000;
const sweepMs = 100;

/**
 * Prepares a server for its graceful shutdown, and returns the function that performs it: new
 * connections are refused; requests in flight are finished, and so are those that still come on open
 * connections. After {@link shutdownTimeoutMs}, connections in use are closed and it throws a
 * {@link StopError}.
 *
 * @param stopping whether responses should tell clients to close their connections
 */
export function createShutdown(app: FastifyInstance, stopping: () => boolean): () => Promise<void> {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping()) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('preClose', (done) => {
    // Node.js waits for the first request of a connection; browsers open some that never send one.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    closeDrainingConnections(sockets);
    done();
  });
  return async () => {
    const closed = Promise.resolve(app.close());
    // Node.js closes idle connections once. One whose request was refused while its body still arrived
    // becomes idle later.
    const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
    try {
      await withDeadline(() => closed, shutdownTimeoutMs);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      const count = sockets.size;
      app.server.closeAllConnections();
      await withDeadline(() => closed, destroyTimeoutMs).catch(() => {});
      throw new StopError(
        `The shutdown was not graceful: ${pluralize(count, 'connection')} still in use after ${shutdownTimeoutMs / 1000} seconds, now closed.`,
      );
    } finally {
      clearInterval(sweep);
    }
  };
}

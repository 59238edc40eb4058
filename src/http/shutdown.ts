import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DeadlineExceeded, withDeadline } from '../concurrency/deadline.js';
import { StopError } from '../errors/stop-error.js';
import { closeDrainingConnections } from './bodies/drain-body.js';

/** How long the requests in flight may take after a stop began, in milliseconds. */
export const shutdownTimeoutMs = 10_000;
// Connections that were cut are gone at once; what is left then is a fault of ours.
const cutWithinMs = 1_000;
const sweepMs = 100;

/**
 * Prepares a server for its end, and returns what ends it: no connection is taken any more, the
 * requests in flight are finished, those that come on connections that are open already too.
 * Whoever is not done after {@link shutdownTimeoutMs} is cut off, and it throws a {@link StopError}.
 *
 * @param stopping whether clients should be told to leave their connections
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
    // Node.js waits for the first request of a connection; browsers open some that never have one.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    closeDrainingConnections(sockets);
    done();
  });
  return async () => {
    const closed = Promise.resolve(app.close());
    // Node.js closes idle connections once. One whose request was refused while it still arrived
    // becomes idle later.
    const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
    try {
      await withDeadline(() => closed, shutdownTimeoutMs);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      const count = sockets.size;
      app.server.closeAllConnections();
      await withDeadline(() => closed, cutWithinMs).catch(() => {});
      const left = count === 1 ? '1 connection was' : `${count} connections were`;
      throw new StopError(
        `${left} not done ${shutdownTimeoutMs / 1000} seconds after the stop began; cut off.`,
      );
    } finally {
      clearInterval(sweep);
    }
  };
}

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const draining = new Set<IncomingMessage>();

/**
 * Reads the rest of a body and discards it: if a connection is closed while the client still sends, the
 * client may never read the response. A client that goes on sending for longer is disconnected.
 */
export function drainBody(raw: IncomingMessage, seconds: number): void {
  if (raw.complete || raw.destroyed) return;
  draining.add(raw);
  // With a listener, as an iterator that still waits for the next chunk would undo a resume().
  raw.on('error', () => {}).on('data', () => {});
  const timer = setTimeout(() => raw.destroy(), seconds * 1000);
  timer.unref();
  raw.once('close', () => {
    clearTimeout(timer);
    draining.delete(raw);
  });
}

/** Closes the connections on which nothing is left to do but drain a body. */
export function closeDrainingConnections(sockets: ReadonlySet<Socket>): void {
  for (const { socket } of draining) if (sockets.has(socket)) socket.destroySoon();
}

/** Whether the body of a request, which was refused, is being drained to keep its connection usable. */
export const isDraining = (raw: IncomingMessage): boolean => draining.has(raw);

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const passedOver = new Set<IncomingMessage>();

/**
 * Reads the rest of a body and forgets it: a connection that is closed while the client still sends
 * may end before the client has read why. Who goes on sending for too long has no such excuse.
 */
export function drainBody(raw: IncomingMessage, seconds: number): void {
  if (raw.complete || raw.destroyed) return;
  passedOver.add(raw);
  // Whoever waits for the next piece still would stop what resume() begins.
  raw.on('error', () => {}).on('data', () => {});
  const timer = setTimeout(() => raw.destroy(), seconds * 1000);
  timer.unref();
  raw.once('close', () => {
    clearTimeout(timer);
    passedOver.delete(raw);
  });
}

/** Closes those of the connections on which nothing is left to do but to read such a rest. */
export function closeDrainingConnections(sockets: ReadonlySet<Socket>): void {
  for (const { socket } of passedOver) if (sockets.has(socket)) socket.destroySoon();
}

/** Whether the connection can serve another request after this one, whose body was refused. */
export const isDraining = (raw: IncomingMessage): boolean => passedOver.has(raw);

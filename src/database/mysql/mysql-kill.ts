import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, ConnectionOptions } from 'mysql2';
import { queryServer } from './mysql-control.js';
import { findErrno } from './mysql-errors.js';

const repeatMs = 1000;
const unknownThread = 1094;
const noResponse = 0;
// One may be the fault of this process, if it was busy for long.
const maxSilences = 2;

/** Identifies the server: behind a load balancer, another one may have a thread with the same number. */
export const serverIdentity = `select concat_ws('/', @@hostname, @@port, @@server_id) as server`;

/** A connection whose statement is to be ended. */
export interface Victim {
  readonly connection: Connection;
  /** What {@link serverIdentity} returned there. */
  readonly server: string | undefined;
  /** Whether its response has come. */
  readonly isOver: () => boolean;
}

/**
 * Has the server end the statement for whose response a connection waits, as only another connection can.
 * The order is repeated every second, as the statement may begin only after the first one, or ignore it.
 *
 * The user needs no privilege for it. The connection must not be used again: an order that is on its
 * way would end its next statement.
 *
 * @returns when the response has come, or will not come, as the server lost the connection or is unavailable
 */
export async function killStatement(victim: Victim, options: ConnectionOptions): Promise<void> {
  for (let silences = 0; !victim.isOver() && silences < maxSilences; ) {
    const errno = await tryKill(victim, options);
    if (errno === unknownThread) return;
    silences = errno === noResponse ? silences + 1 : 0;
    await pause(repeatMs, undefined, { ref: false });
  }
}

/** Sends the order once. Returns the number of the server's error, if any; it may accept the next order. */
async function tryKill(
  { connection, server, isOver }: Victim,
  options: ConnectionOptions,
): Promise<number | undefined> {
  try {
    await queryServer(options, connection, async (run) => {
      const [found] = await run(serverIdentity);
      if (found?.server === server && !isOver()) await run(`kill query ${connection.threadId}`);
    });
    return undefined;
  } catch (error) {
    return findErrno(error);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, ConnectionOptions } from 'mysql2';
import { askServer } from './mysql-control.js';
import { errnoOf } from './mysql-errors.js';

const againMs = 1000;
const unknownThread = 1094;

/** Asks which server it is: behind a load balancer, another one may have a thread of the same number. */
export const whichServer = `select concat_ws('/', @@hostname, @@port, @@server_id) as server`;

/** A connection whose statement is to be ended. */
export interface Victim {
  readonly connection: Connection;
  /** What {@link whichServer} said there. */
  readonly server: string | undefined;
  /** Whether its answer has come. */
  readonly isOver: () => boolean;
}

/**
 * Has the server end the statement for whose answer a connection waits, as only another connection can.
 * It is asked every second, as a statement may begin only after the first time, or not heed it.
 *
 * The user needs no privilege for it. The connection must not be used again: an order that is on its
 * way would end its next statement.
 *
 * @returns when the answer has come, or none will come: the server has lost the connection, or is away
 */
export async function killStatement(victim: Victim, options: ConnectionOptions): Promise<void> {
  while (!victim.isOver() && (await kill(victim, options))) {
    await pause(againMs, undefined, { ref: false });
  }
}

/** Returns whether the answer may still come. */
async function kill(
  { connection, server, isOver }: Victim,
  options: ConnectionOptions,
): Promise<boolean> {
  try {
    await askServer(options, connection, async (ask) => {
      const [found] = await ask(whichServer);
      if (found?.server === server && !isOver()) await ask(`kill query ${connection.threadId}`);
    });
    return true;
  } catch (error) {
    // A server that refuses is there, and may take the order the next time.
    const errno = errnoOf(error);
    return errno > 0 && errno !== unknownThread;
  }
}

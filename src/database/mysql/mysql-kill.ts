import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, ConnectionOptions } from 'mysql2';
import { queryServer } from './mysql-control.js';
import { findErrno } from './mysql-errors.js';

const repeatMs = 1000;
const unknownThread = 1094;
const noAnswer = 0;
// One may be the fault of this process, when it was busy for long.
const maxSilences = 2;

/** Asks which server it is: behind a load balancer, another one may have a thread of the same number. */
export const serverIdentity = `select concat_ws('/', @@hostname, @@port, @@server_id) as server`;

/** A connection whose statement is to be ended. */
export interface Victim {
  readonly connection: Connection;
  /** What {@link serverIdentity} said there. */
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
  for (let silences = 0; !victim.isOver() && silences < maxSilences; ) {
    const errno = await tryKill(victim, options);
    if (errno === unknownThread) return;
    silences = errno === noAnswer ? silences + 1 : 0;
    await pause(repeatMs, undefined, { ref: false });
  }
}

/** The number of the error with which the server refuses, who may take the order the next time. */
async function tryKill(
  { connection, server, isOver }: Victim,
  options: ConnectionOptions,
): Promise<number | undefined> {
  try {
    await queryServer(options, connection, async (ask) => {
      const [found] = await ask(serverIdentity);
      if (found?.server === server && !isOver()) await ask(`kill query ${connection.threadId}`);
    });
    return undefined;
  } catch (error) {
    return findErrno(error);
  }
}

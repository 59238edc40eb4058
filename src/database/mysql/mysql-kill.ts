import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, ConnectionOptions } from 'mysql2';
import { queryServer } from './mysql-control.js';
import { findErrno } from './mysql-errors.js';

const repeatMs = 1000;
const unknownThread = 1094;
const noResponse = 0;
// A single timeout may be the fault of this process, if it was busy for long.
const maxSilences = 2;

/** Identifies the server: behind a load balancer, another one may have a thread with the same number. */
export const serverIdentity = `select concat_ws('/', @@hostname, @@port, @@server_id) as server`;

/** A connection whose statement is to be ended. */
export interface Victim {
  readonly connection: Connection;
  /** What {@link serverIdentity} returned there. */
  readonly server: string | undefined;
  /** Whether its response has arrived. */
  readonly isOver: () => boolean;
}

/**
 * Kills the statement for whose response a connection waits, which only another connection can do.
 * The command is repeated every second, as the statement may begin after the first one, or ignore it.
 *
 * The user needs no privilege for it. The connection must not be used again: a command that is on its
 * way would kill its next statement.
 *
 * @returns once the response has arrived, or never will: the server lost the connection or is unavailable
 */
export async function killStatement(victim: Victim, options: ConnectionOptions): Promise<void> {
  for (let silences = 0; !victim.isOver() && silences < maxSilences; ) {
    const errno = await tryKill(victim, options);
    if (errno === unknownThread) return;
    silences = errno === noResponse ? silences + 1 : 0;
    await pause(repeatMs, undefined, { ref: false });
  }
}

/** Sends the command once. Returns the server's error number, if any; the next attempt may succeed. */
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

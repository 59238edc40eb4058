import { DeadlineExceeded } from '../../concurrency/deadline.js';
import { LockTimeoutError } from '../retry-transaction.js';
import { StatementTimeoutError } from '../statement-timeout.js';

// Another server may do the work, or this one later; nothing is wrong with the statement.
const unavailableServer = new Set([
  // Too many connections of all, or of the user; a host that is blocked after failed connections.
  1040, 1129, 1203, 1226,
  // No memory or thread for it, or too many transactions.
  1041, 1135, 1637,
  // Shut down, offline mode, not available.
  1053, 3032, 3168,
  // The connection was aborted or killed, or was silent for too long.
  1152, 1184, 1927, 3169, 4031,
  // The network failed between a client and the server, or between a proxy and the server.
  1158, 1159, 1160, 1161, 2003, 2006, 2013, 2055,
  // It has become a replica, or was set read-only.
  1290, 1792, 1836,
  // Galera: a node that is not part of its cluster, and a commit to which the others did not agree.
  1047, 1180,
  // Group Replication: a member that is none, or not yet, or not any more.
  3100, 3101, 3781, 3782, 3783, 3796, 3797, 3798, 3799,
]);

// Lock wait timeout, and deadlock.
const retryable = new Set([1205, 1213]);

const interrupted = 1317;

// By `max_execution_time` of MySQL or `max_statement_time` of MariaDB, which administrators set.
const timedOut = new Set([3024, 1969]);

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** The error of a connection that could not be had, or that nobody answers on any more. */
export class ConnectionLostError extends Error {
  override readonly name = 'ServerAway';
  readonly code: string;

  constructor(override readonly cause: unknown) {
    const { message, code = 'ETIMEDOUT' } = Object(cause) as { message?: string; code?: string };
    // Node tells of a name with several addresses by an error without a message.
    super(message || code);
    this.code = code;
  }
}

/** The number by which a server names an error; 0 when the error is none of a server's. */
export function findErrno(error: unknown): number {
  return Number(collectCauses(error).find(({ errno }) => Number(errno) > 0)?.errno ?? 0);
}

/** Whether the server that answered is not the one, or not in the state, to do any work. */
export function isUnavailableServer(error: unknown): boolean {
  return unavailableServer.has(findErrno(error));
}

// A deadlock, a conflict in a group, a server that does not write, a lock wait.
const rolledBack = new Set([1205, 1213, 1290, 1792, 1836, 3101]);

/** Whether the server said that the transaction is undone. */
export function isRolledBack(error: unknown): boolean {
  return rolledBack.has(findErrno(error));
}

/** Whether the server ended the statement because it took longer than the server allows. */
export function isTimedOut(error: unknown): boolean {
  return timedOut.has(findErrno(error));
}

/** Whether a transaction failed only because another one was in its way. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(findErrno(error));
}

/** Whether no server is there that could do the work. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DeadlineExceeded || error instanceof LockTimeoutError) return true;
  if (isUnavailableServer(error) || isRetryable(error) || isTimedOut(error)) return true;
  // Ended by somebody else: of its own orders the service takes no notice.
  if (findErrno(error) === interrupted) return true;
  return collectCauses(error).some(
    (cause) =>
      cause instanceof StatementTimeoutError ||
      lostConnection.has(String(cause.code)) ||
      // mysql2 gives this one no code.
      /closed state|Pool is closed/.test(String(cause.message)),
  );
}

interface DriverError {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The error, and the ones that it was made of. */
function collectCauses(error: unknown): DriverError[] {
  const found: DriverError[] = [];
  for (let each = error; typeof each === 'object' && each !== null; ) {
    found.push(each);
    each = 'cause' in each ? each.cause : undefined;
  }
  return found;
}

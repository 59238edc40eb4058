import { connect, type Socket } from 'node:net';
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type RowDataPacket,
} from 'mysql2';
import { withDeadline } from '../../concurrency/deadline.js';

/** Runs a statement and returns its rows. */
export type RunQuery = (sql: string) => Promise<readonly RowDataPacket[]>;

const controlMs = 1500;

/**
 * Asks a server something on a connection of its own, as all others may wait for an answer.
 * Throws what the driver throws, and when it takes longer than 1.5 seconds.
 *
 * @param beside leads to the server, where the name stands for several
 */
export async function queryServer<Result>(
  options: ConnectionOptions,
  beside: Connection,
  work: (ask: RunQuery) => Promise<Result>,
): Promise<Result> {
  const control = createConnection({ ...options, ...toSameAddress(beside) });
  control.on('error', () => {});
  const ask: RunQuery = (sql) =>
    new Promise((resolve, reject) => {
      control.query<RowDataPacket[]>(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
  try {
    return await withDeadline(() => work(ask), controlMs);
  } finally {
    control.destroy();
  }
}

/** Leads where the connection leads, and has its certificates checked for the same name. */
function toSameAddress(connection: Connection): Pick<ConnectionOptions, 'stream'> {
  const { stream } = connection as unknown as { readonly stream: Socket };
  const { remoteAddress: host, remotePort: port } = stream;
  return host === undefined || port === undefined
    ? {}
    : { stream: () => connect({ host, port, noDelay: true }) };
}

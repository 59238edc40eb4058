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
 * Queries a server on a new connection, as all others may be waiting for a response.
 * Throws what the driver throws, and when it takes longer than 1.5 seconds.
 *
 * @param existing a connection to the server, whose address is used, as the name may have several
 */
export async function queryServer<Result>(
  options: ConnectionOptions,
  existing: Connection,
  work: (run: RunQuery) => Promise<Result>,
): Promise<Result> {
  const control = createConnection({ ...options, ...toSameAddress(existing) });
  control.on('error', () => {});
  const run: RunQuery = (sql) =>
    new Promise((resolve, reject) => {
      control.query<RowDataPacket[]>(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
  try {
    return await withDeadline(() => work(run), controlMs);
  } finally {
    control.destroy();
  }
}

/** Connects to the same address as the connection, with certificates checked for the same name. */
function toSameAddress(connection: Connection): Pick<ConnectionOptions, 'stream'> {
  const { stream } = connection as unknown as { readonly stream: Socket };
  const { remoteAddress: host, remotePort: port } = stream;
  return host === undefined || port === undefined
    ? {}
    : { stream: () => connect({ host, port, noDelay: true }) };
}

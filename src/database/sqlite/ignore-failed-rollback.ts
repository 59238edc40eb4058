import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/**
 * Keeps a connection usable after a rollback that failed because SQLite had already rolled back by itself,
 * as it does when the disk is full: Kysely would never release the connection, and all later
 * transactions would wait for it for ever.
 */
export function ignoreFailedRollback(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async <Row>(
    query: CompiledQuery,
    ...options: unknown[]
  ): Promise<QueryResult<Row>> => {
    try {
      return await (execute as (...all: unknown[]) => Promise<QueryResult<Row>>)(query, ...options);
    } catch (error) {
      if (query.sql === 'rollback' && /no transaction is active/.test(String(error))) {
        return { rows: [] };
      }
      throw error;
    }
  };
}

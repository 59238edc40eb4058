import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/** What to look at in a connection's statements. */
export interface ConnectionWatch {
  readonly onStatement?: ((sql: string) => void) | undefined;
  readonly onError?: (error: unknown) => Promise<void>;
  /** Whether a rollback that failed leaves nothing behind. */
  readonly isHarmlessRollback: (error: unknown) => boolean;
}

/**
 * Hears the statements of a connection, and keeps it usable after a failed rollback: Kysely would
 * never release it, and all later transactions would wait for it for ever.
 */
export function watchConnection(connection: DatabaseConnection, watch: ConnectionWatch): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async <Row>(
    query: CompiledQuery,
    ...options: unknown[]
  ): Promise<QueryResult<Row>> => {
    watch.onStatement?.(query.sql);
    try {
      return await (execute as (...all: unknown[]) => Promise<QueryResult<Row>>)(query, ...options);
    } catch (error) {
      if (query.sql === 'rollback' && watch.isHarmlessRollback(error)) return { rows: [] };
      await watch.onError?.(error);
      throw error;
    }
  };
}

import { EventEmitter } from 'node:events';

/** The SQL statements that a database has run. */
export interface StatementLog {
  readonly onStatement: (sql: string) => void;
  /** Returns those since the last call. */
  take(): string[];
  /** Forgets them, and records no more. */
  close(): void;
}

/**
 * Records statements. better-sqlite3 never frees the function that it calls, nor V8 the suite in which
 * that was created, with all its modules: this one is created by Node.js.
 */
export function createStatementLog(): StatementLog {
  let statements: string[] = [];
  const events = new EventEmitter();
  events.on('statement', (sql: string) => statements.push(sql));
  const take = () => {
    const seen = statements;
    statements = [];
    return seen;
  };
  return {
    onStatement: events.emit.bind(events, 'statement'),
    take,
    close() {
      events.removeAllListeners();
      take();
    },
  };
}

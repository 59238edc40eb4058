import type { Command } from 'commander';
import { missingDatabaseFile } from '../database/missing-database-file.js';
import { openConfiguredDatabase } from '../database/open-configured-database.js';
import type { OpenDatabase } from '../database/open-database.js';
import { StartError } from '../errors/start-error.js';
import { ExportError } from '../exports/export-error.js';
import { type ImportRow, importLoaders } from '../imports/graphql/import-loaders.js';
import type { RejectedItem } from '../imports/run/partition-items.js';
import { rejectionPages } from '../imports/store/rejection-repository.js';
import { numberOf } from '../nodes/global-id.js';
import { redactUrl } from '../text/redact-url.js';
import { configFor } from './options/database-option.js';
import type { Terminal } from './output/terminal.js';

/** An import that a command works on, in its open database. */
export interface FoundImport {
  readonly row: ImportRow;
  readonly open: OpenDatabase;
  /** Its rejections in their order. Throws an {@link ExportError} when the database fails. */
  rejections(): AsyncIterable<readonly RejectedItem[]>;
  /** Says in a sentence that the database failed. Throws the error when that is a fault of ours. */
  failed(error: unknown): string;
}

/** Opens the database, finds the import and works on it. Ends the command where there is none. */
export async function withImport(
  id: string,
  url: string | undefined,
  terminal: Terminal,
  command: Command,
  work: (found: FoundImport) => Promise<void>,
): Promise<void> {
  const given = configFor(url, terminal, command);
  // A replica that is behind may lack the newest rejections.
  const config = { ...given, database: { ...given.database, replicaUrls: [] } };
  const missing = missingDatabaseFile(config.database.url);
  if (missing !== undefined) {
    throw new StartError(
      `There is no database in the file ${missing}; name the one that has the import by --database or DATABASE_URL.`,
    );
  }
  const name = redactUrl(config.database.url);
  const open = await openConfiguredDatabase(config, {
    warn: (message) => terminal.printError(`${message}\n`),
  });
  try {
    const number = numberOf('Import', id);
    const row =
      number === undefined ? null : await importLoaders(open.fork()).importById.load(number);
    if (row === null) command.error(`There is no import with the id "${id}" in ${name}.`);
    await work(foundImport(row, open, name));
  } finally {
    await open.close();
  }
}

function foundImport(row: ImportRow, open: OpenDatabase, name: string): FoundImport {
  function failed(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined && !open.engine.isUnavailable(error)) throw error;
    return `The database ${name} failed (${message}).`;
  }
  return {
    row,
    open,
    failed,
    async *rejections() {
      try {
        yield* rejectionPages(open.fork(), row.id);
      } catch (error) {
        throw new ExportError(failed(error), { cause: error });
      }
    },
  };
}

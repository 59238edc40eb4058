import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import type { OpenDatabase } from '../database/open-database.js';
import { importLoaders } from '../imports/graphql/import-loaders.js';
import type { RejectedItem } from '../imports/normalise/rejected-item.js';
import type { ImportRow } from '../imports/store/import-row.js';
import { readRejectionPages } from '../imports/store/rejection-repository.js';
import { parseNodeNumber } from '../nodes/global-id.js';
import { redactUrl } from '../text/redact-url.js';
import { explainDatabaseError, openExistingDatabase } from './open-database.js';
import { readDatabaseConfig } from './options/database-option.js';
import { OutputError } from './output/output-error.js';
import type { Terminal } from './output/terminal.js';

/** An import that a command works on, in its open database. */
export interface FoundImport {
  readonly row: ImportRow;
  readonly open: OpenDatabase;
  readonly config: Config;
  /** The rejections in their order. Throws an {@link OutputError} when the database fails. */
  rejections(): AsyncIterable<readonly RejectedItem[]>;
  /** Describes how the database failed, in a sentence. Throws the error if it is a fault of this program. */
  explain(error: unknown): string;
}

/** Opens the database, finds the import and works on it. Ends the command if there is no such import. */
export async function withImport(
  id: string,
  url: string | undefined,
  terminal: Terminal,
  command: Command,
  work: (found: FoundImport) => Promise<void>,
): Promise<void> {
  const config = readDatabaseConfig(url, terminal.env);
  // A replica that lags may lack the newest rejections.
  const database = { ...config.database, replicaUrls: [] };
  const open = await openExistingDatabase({ ...config, database }, terminal);
  try {
    const number = parseNodeNumber('Import', id);
    const row =
      number === undefined
        ? null
        : await importLoaders(open.fork(), () => undefined).importById.load(number);
    if (row === null) {
      command.error(`There is no import with the id "${id}" in ${redactUrl(database.url)}.`);
    }
    await work(foundImport(row, open, config, database.url));
  } finally {
    await open.close();
  }
}

function foundImport(row: ImportRow, open: OpenDatabase, config: Config, url: string): FoundImport {
  function explain(error: unknown): string {
    const sentence = explainDatabaseError(error, url, open);
    if (sentence === undefined) throw error;
    return sentence;
  }
  return {
    row,
    open,
    config,
    explain,
    async *rejections() {
      try {
        yield* readRejectionPages(open.fork(), row.id);
      } catch (error) {
        throw new OutputError(explain(error), { cause: error });
      }
    },
  };
}

import { Command, Option } from 'commander';
import type { Config } from '../config/config.js';
import { missingDatabaseFile } from '../database/missing-database-file.js';
import { openConfiguredDatabase } from '../database/open-configured-database.js';
import type { OpenDatabase } from '../database/open-database.js';
import { RequestError } from '../errors/request-error.js';
import { StartError } from '../errors/start-error.js';
import { ExportError } from '../exports/export-error.js';
import { exportFormats, type FormatName, formatNames, safeCsv } from '../exports/export-formats.js';
import { exportText } from '../exports/export-text.js';
import { storedPages } from '../exports/stored-pages.js';
import type { Condition } from '../records/query/condition.js';
import type { RecordRow } from '../records/query/record-pages.js';
import { type SearchParameters, searchCondition } from '../records/query/search-parameters.js';
import { pluralize } from '../text/pluralize.js';
import { redactUrl } from '../text/redact-url.js';
import { configFor, databaseOption } from './options/database-option.js';
import { writeToFile, writeToOutput } from './output/atomic-write.js';
import { showRunningCount } from './output/running-count.js';
import type { Terminal } from './output/terminal.js';

interface ExportOptions extends SearchParameters {
  readonly database?: string;
  readonly format: FormatName;
  readonly safeCsv?: boolean;
  readonly output?: string;
}

/** `records export`: the stored records, or those that a search finds, as a file of data. */
export function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('Write the records of a database, in a form to import again.')
    .addOption(databaseOption())
    .addOption(
      new Option('--format <format>', 'how they are written')
        .choices(formatNames)
        .default(formatNames[0]),
    )
    .option('--after <date>', 'only those of this date or a later one')
    .option('--before <date>', 'only those of this date or an earlier one')
    .option('--contains <text>', 'only those whose title holds this text')
    .option('--uri <text>', 'only those whose uri holds this text')
    .option('--site <host>', 'only those of this host')
    .option('--safe-csv', "put ' before what a spreadsheet would take for a formula")
    .option('--output <file>', 'where to, once all is written; without it, standard output')
    .action(async (options: ExportOptions, command: Command) => {
      if (options.safeCsv && options.format !== 'csv') {
        command.error(`The option --safe-csv is for CSV, and --format is ${options.format}.`);
      }
      const condition = conditionFor(options, command);
      const config = configFor(options.database, terminal, command);
      const database = await opened(config, terminal);
      try {
        await write(database, condition, options, config, terminal);
      } finally {
        await database.close();
      }
    });
}

function conditionFor(options: ExportOptions, command: Command): Condition {
  try {
    return searchCondition(options, (name) => `option --${name}`);
  } catch (error) {
    if (error instanceof RequestError) command.error(error.message);
    throw error;
  }
}

async function opened(config: Config, terminal: Terminal): Promise<OpenDatabase> {
  const missing = missingDatabaseFile(config.database.url);
  if (missing !== undefined) {
    throw new StartError(
      `There is no database in the file ${missing}; name the one to export by --database or DATABASE_URL.`,
    );
  }
  return openConfiguredDatabase(config, { warn: (message) => terminal.printError(`${message}\n`) });
}

async function write(
  open: OpenDatabase,
  condition: Condition,
  { format, safeCsv: safe, output }: ExportOptions,
  config: Config,
  terminal: Terminal,
): Promise<void> {
  const stop = new AbortController();
  void terminal.untilStopped().then(() => stop.abort());
  // Between the records that are printed there is no place for it.
  const isSeen = terminal.watchesErrors && (output !== undefined || !terminal.interactive);
  const count = showRunningCount(isSeen ? terminal.printError : () => {});
  const chosen = safe ? safeCsv : exportFormats[format];
  const text = exportText(count.ofPages(pagesOf(open, condition, config, stop.signal)), chosen);
  try {
    if (output === undefined) await writeToOutput(terminal.output, text, stop.signal);
    else await writeToFile(output, text, stop.signal);
  } finally {
    count.end();
  }
  if (output !== undefined) {
    terminal.print(`${output} is written: ${pluralize(count.total, 'record')}.\n`);
  }
}

async function* pagesOf(
  open: OpenDatabase,
  condition: Condition,
  { database: { url, searchMs } }: Config,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordRow[]> {
  try {
    // A replica that is behind would leave out the newest records.
    const database = await open.forkAt(await open.readVersion());
    yield* storedPages(database, condition, { searchMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    const isTooSlow = error instanceof RequestError && error.code === 'SEARCH_TIMEOUT';
    const advice = isTooSlow ? ' Or set SEARCH_TIMEOUT_MS to more.' : '';
    throw new ExportError(
      `The database ${redactUrl(url)} could not be read to the end (${(error as Error).message}).${advice}`,
      { cause: error },
    );
  }
}

import { Command, Option } from 'commander';
import { recordExport } from '../audit/request-audit.js';
import type { Config } from '../config/config.js';
import type { OpenDatabase } from '../database/open-database.js';
import { RequestError } from '../errors/request-error.js';
import {
  type ExportFormatName,
  exportFormatNames,
  exportFormats,
  safeCsv,
} from '../exports/export-formats.js';
import { readStoredPages } from '../exports/read-stored-pages.js';
import { writeRows } from '../formats/write-rows.js';
import type { RecordRow } from '../records/query/record-row.js';
import { type SearchParameters, searchCondition } from '../records/query/search-parameters.js';
import type { Condition } from '../search/condition.js';
import { pluralize } from '../text/pluralize.js';
import { redactUrl } from '../text/redact-url.js';
import { type CommandAudit, commandSubject, openCommandAudit } from './command-audit.js';
import { openExistingDatabase } from './open-database.js';
import { databaseOption, readDatabaseConfig } from './options/database-option.js';
import { writeFileAtomically, writeToStream } from './output/atomic-write.js';
import { OutputError } from './output/output-error.js';
import { countRows, showRecordCount } from './output/progress.js';
import { stopSignal, type Terminal } from './output/terminal.js';

interface ExportOptions extends SearchParameters {
  readonly database?: string;
  readonly format: ExportFormatName;
  readonly safeCsv?: boolean;
  readonly output?: string;
}

/** `records export`: writes the stored records, or those that a search finds. */
export function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .description('Export the records of a database in a format that can be imported again.')
    .addOption(databaseOption())
    .addOption(
      new Option('--format <format>', 'the output format')
        .choices(exportFormatNames)
        .default(exportFormatNames[0]),
    )
    .option('--after <date>', 'only records dated on or after this date')
    .option('--before <date>', 'only records dated on or before this date')
    .option('--contains <text>', 'only records whose title contains this text')
    .option('--uri <text>', 'only records whose URI contains this text')
    .option('--site <host>', 'only records of this host')
    .option('--safe-csv', "put ' before cells that a spreadsheet would run as formulas")
    .option('--output <file>', 'the file to write, replaced when complete (default: stdout)')
    .action(async (options: ExportOptions, command: Command) => {
      if (options.safeCsv && options.format !== 'csv') {
        command.error(`The option --safe-csv is for CSV, but --format is ${options.format}.`);
      }
      const condition = readCondition(options, command);
      const config = readDatabaseConfig(options.database, terminal.env);
      const audit = await openCommandAudit(config.audit, terminal);
      const database = await openExistingDatabase(config, terminal);
      try {
        await writeRecords(database, condition, options, { config, audit }, terminal);
        await audit.finish();
      } finally {
        await database.close();
      }
    });
}

function readCondition(options: ExportOptions, command: Command): Condition {
  try {
    return searchCondition(options, (name) => `option --${name}`);
  } catch (error) {
    if (error instanceof RequestError) command.error(error.message);
    throw error;
  }
}

async function writeRecords(
  open: OpenDatabase,
  condition: Condition,
  { format, safeCsv: safe, output }: ExportOptions,
  { config, audit }: { readonly config: Config; readonly audit: CommandAudit },
  terminal: Terminal,
): Promise<void> {
  const signal = stopSignal(terminal);
  // On a terminal that shows the records, the count would appear between them.
  const isShown = terminal.isErrorTty && (output !== undefined || !terminal.isOutputTty);
  const progress = showRecordCount(isShown ? terminal.printError : () => {});
  let count = 0;
  const read = recordExport(audit, commandSubject, readPages(open, condition, config, signal));
  const pages = countRows(read, (now) => {
    count = now;
    progress.show(now);
  });
  const text = writeRows(pages, safe ? safeCsv : exportFormats[format]);
  try {
    if (output === undefined) await writeToStream(terminal.output, text, signal);
    else await writeFileAtomically(output, text, signal);
  } catch (error) {
    await audit.finish().catch(() => {});
    throw error;
  } finally {
    progress.end(count);
  }
  if (output !== undefined) terminal.print(`Wrote ${pluralize(count, 'record')} to ${output}.\n`);
}

async function* readPages(
  open: OpenDatabase,
  condition: Condition,
  { database: { url, searchMs } }: Config,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordRow[]> {
  try {
    // A replica that lags would leave out the newest records.
    const database = await open.forkAt(await open.readVersion());
    yield* readStoredPages(database, condition, { searchMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    const isTooSlow = error instanceof RequestError && error.code === 'SEARCH_TIMEOUT';
    const advice = isTooSlow ? ' Or raise SEARCH_TIMEOUT_MS.' : '';
    throw new OutputError(
      `Reading the database ${redactUrl(url)} failed (${(error as Error).message}).${advice}`,
      { cause: error },
    );
  }
}

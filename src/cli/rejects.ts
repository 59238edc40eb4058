import { Command, CommanderError, Option } from 'commander';
import type { DateOptions } from '../dates/parse-date.js';
import { type RejectionCode, rejectionCodes } from '../imports/normalise/rejection-reason.js';
import { type ColumnMap, parseColumnMap } from '../imports/rows/column-map.js';
import {
  formatRejectedRows,
  type RejectedRowsFormat,
  rejectedRowsFormats,
} from '../imports/rows/format-rejected-rows.js';
import { retryRejections } from '../imports/run/retry-rejections.js';
import { pluralize } from '../text/pluralize.js';
import { databaseOption } from './options/database-option.js';
import {
  dateOptions,
  dateOrderOption,
  type GivenDateOptions,
  zonesOption,
} from './options/date-options.js';
import { namingOptions } from './options/option-names.js';
import { writeToFile, writeToOutput } from './output/atomic-write.js';
import { progressFor } from './output/progress.js';
import { formatRejectsTable } from './output/rejects-table.js';
import type { Terminal } from './output/terminal.js';
import { type FoundImport, withImport } from './with-import.js';

interface ListOptions {
  readonly database?: string;
  readonly format: 'table' | RejectedRowsFormat;
  readonly code?: RejectionCode;
  readonly output?: string;
}

interface RetryOptions extends GivenDateOptions {
  readonly database?: string;
  readonly map?: string;
}

/** The exit code when all items are done, and some were rejected again. */
const someRejected = 2;

/** `records rejects list|retry`: the rejected items of an import. */
export function rejectsCommand(terminal: Terminal): Command {
  const list = new Command('list')
    .description('Write the rejected items of an import with what is wrong with them.')
    .argument('<import>', 'the id of the import')
    .addOption(databaseOption())
    .addOption(
      new Option('--format <format>', 'for people, or in a form to correct and import again')
        .choices(['table', ...rejectedRowsFormats])
        .default('table'),
    )
    .addOption(
      new Option('--code <code>', 'only those with this reason').choices(
        Object.keys(rejectionCodes),
      ),
    )
    .option('--output <file>', 'where to, once all is written; without it, standard output')
    .action((id: string, options: ListOptions, command: Command) =>
      withImport(id, options.database, terminal, command, (found) =>
        listRejects(found, options, terminal),
      ),
    );
  const retry = new Command('retry')
    .description(
      'Import the rejected items of an import once more, as a new import. Ends with 0 when all are stored or were, with 2 when some were rejected again, with 1 when it failed.',
    )
    .argument('<import>', 'the id of the import')
    .addOption(databaseOption())
    .addOption(dateOrderOption())
    .addOption(zonesOption())
    .option('--map <fields>', 'which columns of the rows to take, as in uri=link,date=published')
    .action((id: string, options: RetryOptions, command: Command) => {
      const dates = dateOptions(options);
      const map = options.map === undefined ? undefined : parseColumnMap(options.map);
      return withImport(id, options.database, terminal, command, (found) =>
        retryRejects(found, { dates, map }, terminal, command),
      );
    });
  return new Command('rejects')
    .description('List the rejected items of an import, or import them once more.')
    .addCommand(list)
    .addCommand(retry);
}

async function listRejects(
  { row, rejections }: FoundImport,
  { format, code, output }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const stop = new AbortController();
  void terminal.untilStopped().then(() => stop.abort());
  let count = 0;
  async function* chosen() {
    for await (const page of namingOptions(rejections())) {
      const rows = page.filter(
        ({ reasons }) => code === undefined || reasons.some((reason) => reason.code === code),
      );
      count += rows.length;
      if (rows.length > 0) yield rows;
    }
  }
  async function* named() {
    for await (const page of chosen()) yield page.map((each) => ({ ...each, source: row.source }));
  }
  const text =
    format === 'table' ? formatRejectsTable(row, chosen()) : formatRejectedRows(named(), format);
  if (output === undefined) return writeToOutput(terminal.output, text, stop.signal);
  await writeToFile(output, text, stop.signal);
  terminal.print(`${output} is written: ${pluralize(count, 'rejected item')}.\n`);
}

async function retryRejects(
  { row, open, failed }: FoundImport,
  { dates, map }: { readonly dates: DateOptions; readonly map: ColumnMap | undefined },
  terminal: Terminal,
  command: Command,
): Promise<void> {
  const stop = new AbortController();
  void terminal.untilStopped().then(() => stop.abort());
  const task = `Retrying import ${row.id}`;
  const progress = row.rejected === 0 ? undefined : progressFor(terminal, task, row.rejected);
  const retried = await retryRejections(open, row.id, {
    caller: 'command line',
    dates,
    map,
    signal: stop.signal,
    onProgress: (done) => progress?.advanceTo(done),
  })
    .catch((error) => {
      const why = stop.signal.aborted ? 'The retry was stopped.' : failed(error);
      return command.error(`${why} What it has stored will be duplicates in the next one.`);
    })
    .finally(() => progress?.end());
  if (retried === undefined) {
    terminal.print(`Import ${row.id} has no rejected items; there is nothing to retry.\n`);
    return;
  }
  const { id, received, inserted, duplicates, rejected } = retried;
  terminal.print(
    `${pluralize(received, 'item')} of import ${row.id} retried as import ${id}: ${inserted} inserted, ${pluralize(duplicates, 'duplicate')}, ${rejected} rejected.\n`,
  );
  if (rejected > 0) {
    throw new CommanderError(someRejected, 'records.rejected', 'Some items were rejected again.');
  }
}

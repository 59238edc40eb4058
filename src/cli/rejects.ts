import { Command, CommanderError, Option } from 'commander';
import { startImportRecord } from '../audit/request-audit.js';
import { type RowFormat, rowFormats } from '../formats/file-format.js';
import type { ItemRules } from '../imports/normalise/item-rules.js';
import { type RejectionCode, rejectionCodes } from '../imports/normalise/rejection-reason.js';
import { itemOptionNames } from '../imports/options/file-options.js';
import { parseFileOptions, toItemRules } from '../imports/options/parse-options.js';
import type { ColumnMap } from '../imports/rows/column-map.js';
import { formatRejectedRows } from '../imports/rows/format-rejected-rows.js';
import { retryRejections } from '../imports/run/retry-rejections.js';
import { pluralize } from '../text/pluralize.js';
import { commandLine, ownerOf } from '../viewer/viewer.js';
import { commandSubject, openCommandAudit } from './command-audit.js';
import { databaseOption } from './options/database-option.js';
import { addFileOptions, pickFileOptions } from './options/file-options.js';
import { nameOptions } from './options/option-names.js';
import { writeFileAtomically, writeToStream } from './output/atomic-write.js';
import { countRows, showProgress } from './output/progress.js';
import { formatRejectsTable } from './output/rejects-table.js';
import { stopSignal, type Terminal } from './output/terminal.js';
import { type FoundImport, withImport } from './with-import.js';

interface ListOptions {
  readonly database?: string;
  readonly format: 'table' | RowFormat;
  readonly code?: RejectionCode;
  readonly output?: string;
}

interface RetryOptions {
  readonly database?: string;
}

/** The exit code when the retry finished and rejected some items again. */
const someRejected = 2;

/** `records rejects list|retry`: the rejected items of an import. */
export function rejectsCommand(terminal: Terminal): Command {
  const list = new Command('list')
    .description('List the rejected items of an import with the reasons.')
    .argument('<import>', 'the id of the import')
    .addOption(databaseOption())
    .addOption(
      new Option('--format <format>', 'a table to read, or a format to correct and import again')
        .choices(['table', ...rowFormats])
        .default('table'),
    )
    .addOption(
      new Option('--code <code>', 'only items rejected for this reason').choices(
        Object.keys(rejectionCodes),
      ),
    )
    .option('--output <file>', 'the file to write, replaced when complete (default: stdout)')
    .action((id: string, options: ListOptions, command: Command) =>
      withImport(id, options.database, terminal, command, (found) =>
        listRejects(found, options, terminal),
      ),
    );
  const retry = new Command('retry')
    .description(
      'Import the rejected items of an import again that no retry has stored, as a new import. Exit code: 0 if every item is stored, 2 if some were rejected again, 1 on failure.',
    )
    .argument('<import>', 'the id of the import')
    .addOption(databaseOption());
  addFileOptions(retry, ['map', ...itemOptionNames]).action(
    (id: string, options: RetryOptions, command: Command) => {
      const parsed = parseFileOptions(pickFileOptions({ ...options }));
      const [rules, map] = [toItemRules(parsed), parsed.map];
      return withImport(id, options.database, terminal, command, (found) =>
        retryRejects(found, { rules, map }, terminal, command),
      );
    },
  );
  return new Command('rejects')
    .description('List the rejected items of an import, or import them again.')
    .addCommand(list)
    .addCommand(retry);
}

async function listRejects(
  { row, rejections }: FoundImport,
  { format, code, output }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const signal = stopSignal(terminal);
  async function* withCode() {
    for await (const page of nameOptions(rejections())) {
      const items = page.filter(
        ({ reasons }) => code === undefined || reasons.some((reason) => reason.code === code),
      );
      if (items.length > 0) yield items.map((each) => ({ ...each, source: row.source }));
    }
  }
  let count = 0;
  const pages = countRows(withCode(), (now) => {
    count = now;
  });
  const text =
    format === 'table' ? formatRejectsTable(row, pages) : formatRejectedRows(pages, format);
  if (output === undefined) return writeToStream(terminal.output, text, signal);
  await writeFileAtomically(output, text, signal);
  terminal.print(`Wrote ${pluralize(count, 'rejected item')} to ${output}.\n`);
}

async function retryRejects(
  { row, open, config, explain }: FoundImport,
  { rules, map }: { readonly rules: ItemRules; readonly map: ColumnMap | undefined },
  terminal: Terminal,
  command: Command,
): Promise<void> {
  const signal = stopSignal(terminal);
  const audit = await openCommandAudit(config.audit, terminal);
  const record = startImportRecord(audit, commandSubject, false);
  const task = `Retrying import ${row.id}`;
  const progress = row.rejected === 0 ? undefined : showProgress(terminal, task, row.rejected);
  const retried = await retryRejections(open, row.id, {
    owner: ownerOf(commandLine),
    rules,
    map,
    signal,
    onProgress: (done) => progress?.show(done),
  })
    .catch(async (error) => {
      record.fail(error);
      await audit.finish().catch((fault: Error) => terminal.printError(`${fault.message}\n`));
      const why = signal.aborted ? 'The retry was stopped.' : explain(error);
      return command.error(`${why} The next one goes on with the items that it has not stored.`);
    })
    .finally(() => progress?.end(row.rejected));
  if (retried === undefined) {
    terminal.print(
      `Import ${row.id} has no rejected items that are not settled; there is nothing to retry.\n`,
    );
    return;
  }
  const { id, received, inserted, duplicates, rejected } = retried;
  record.succeed({ received, inserted, rejected, replayed: false, importId: id });
  await audit.finish();
  terminal.print(
    `${pluralize(received, 'item')} of import ${row.id} retried as import ${id}: ${inserted} inserted, ${pluralize(duplicates, 'duplicate')}, ${rejected} rejected.\n`,
  );
  if (rejected > 0) {
    throw new CommanderError(someRejected, 'records.rejected', 'Some items were rejected again.');
  }
}

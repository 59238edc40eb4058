import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../errors/user-error.js';
import { maxPreviewRows } from '../../imports/preview/preview-rows.js';
import { addFileOptions } from '../options/file-options.js';
import type { Terminal } from '../output/terminal.js';
import { type GivenOptions, type ImportPlan, planImport } from './import-options.js';
import { refuseAddress } from './input-files.js';
import { formatPresets } from './output/format-presets.js';
import { displayNames } from './output/progress-display.js';
import { previewFiles } from './preview-files.js';
import { runImport } from './run-import.js';

/** The exit code when the import finished and rejected some rows. */
const someRejected = 2;

/** `records import`: imports files, or standard input, into a database or a running service. */
export function importCommand(terminal: Terminal): Command {
  const command = new Command('import')
    .description(
      'Import rows from JSON, NDJSON, CSV, TSV, bookmark files or feeds, plain or compressed with gzip or zstd. Run the same command again to resume an interrupted import. Exit code: 0 if every row is stored, 2 if some were rejected, 1 on failure; the same for the rows of a dry run or a preview.',
    )
    .argument('[files...]', 'the files to import; - or none for standard input')
    .option('--database <url>', 'the database to import into (default: DATABASE_URL)')
    .option('--url <url>', 'a running service to import into, like http://localhost:8000')
    .option('--token-file <file>', 'the file with the bearer token, read again for each request')
    .option('--client <file>', 'the JSON file with client credentials, for tokens from an issuer')
    .option(
      '--token <token>',
      'the bearer token (default: RECORDS_TOKEN); others can see it in the list of processes',
    )
    .option('--allow-plain-token', 'send credentials over http: to another machine')
    .option(
      '--retry-seconds <n>',
      'how long to retry while the service does not respond',
      seconds,
      120,
    );
  // Nothing is fetched; the option says what to do instead.
  command.addOption(new Option('--from-url <address>').hideHelp().argParser(refuseFromUrl));
  return addFileOptions(command)
    .option('--source <name>', 'the source to store with the import (default: the file name)')
    .option(
      '--rejects <file>',
      'the file to write the rejected rows to: CSV, TSV or JSON by its extension, otherwise NDJSON',
    )
    .option('--report <file>', 'the file to write a JSON summary to')
    .option('--dry-run', 'do everything except storing')
    .option(
      '--preview <rows>',
      'show the first rows as received and as they would be stored, and store nothing',
      previewRows,
    )
    .option('--presets', 'list the presets with the columns that they use, and do nothing else')
    .option('--restart', 'start over instead of resuming')
    .addOption(
      new Option('--progress <form>', 'how to show progress')
        .choices(displayNames)
        .default(displayNames[0]),
    )
    .option('--quiet', 'print nothing but errors')
    .action(async (files: readonly string[], given: GivenOptions) => {
      if (given.presets) return terminal.print(formatPresets());
      const plan = planImport(given, terminal.env);
      if (plan.preview !== undefined) {
        if (await previewFiles(files, plan, plan.preview, terminal)) throw rowsRejected();
        return;
      }
      const summary = await runImport(files, plan, terminal).catch((error) =>
        fail(error, plan, terminal),
      );
      if (summary.files.some(({ state }) => state.rejected > 0)) throw rowsRejected();
    });
}

const rowsRejected = () =>
  new CommanderError(someRejected, 'records.rejected', 'Some rows were rejected.');

/** With `--progress json`, standard error has only JSON lines, even on failure. */
function fail(error: unknown, { progress, quiet }: ImportPlan, { printError }: Terminal): never {
  if (progress !== 'json' || quiet || !(error instanceof UserError)) throw error;
  printError(`${JSON.stringify({ error: error.message })}\n`);
  throw new CommanderError(1, 'records.failed', error.message);
}

function refuseFromUrl(address: string): never {
  throw new InvalidArgumentError(refuseAddress(address));
}

function previewRows(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= maxPreviewRows)
    return Number(text);
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${maxPreviewRows}.`);
}

function seconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number of seconds.');
}

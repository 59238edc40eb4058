import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../errors/user-error.js';
import { fileFormats } from '../../formats/file-format.js';
import { dateOrderOption, zonesOption } from '../options/date-options.js';
import type { Terminal } from '../output/terminal.js';
import { type GivenOptions, type ImportPlan, planImport } from './import-options.js';
import { displayNames } from './output/progress-display.js';
import { runImport } from './run-import.js';

/** The exit code when all rows are done, and some were rejected. */
const someRejected = 2;

/** `records import`: rows of files, or of standard input, into a database or a running service. */
export function importCommand(terminal: Terminal): Command {
  return new Command('import')
    .description(
      'Import rows of JSON, NDJSON, CSV or TSV, packed by gzip or zstd or not. Stopped anywhere, the same command goes on where it was. Ends with 0 when all rows are stored or were, with 2 when some were rejected, with 1 when it failed.',
    )
    .argument('[files...]', 'what to import; - or none for standard input')
    .option('--database <url>', 'where to; without it and --url, DATABASE_URL')
    .option('--url <address>', 'a running service to send the rows to, like http://localhost:8000')
    .option('--token <token>', 'what the service knows you by; RECORDS_TOKEN is not seen by others')
    .option(
      '--retry-seconds <n>',
      'how long to try where the service does not answer',
      seconds,
      120,
    )
    .addOption(
      new Option('--format <format>', 'how the rows are written; found out without it').choices(
        fileFormats,
      ),
    )
    .option('--map <fields>', 'which columns to take, as in uri=link,date=published')
    .addOption(dateOrderOption())
    .addOption(zonesOption())
    .option('--source <name>', 'the name of the import; without it, that of the file')
    .option('--safe-csv', "take away the ' that an export put before formulas")
    .option(
      '--rejects <file>',
      'where to write the rejected rows: NDJSON, or CSV, TSV or JSON by its name',
    )
    .option('--report <file>', 'where to write a summary in JSON')
    .option('--dry-run', 'do everything but store')
    .option('--restart', 'begin anew what was begun before')
    .addOption(
      new Option('--progress <form>', 'how to show how far it is')
        .choices(displayNames)
        .default(displayNames[0]),
    )
    .option('--quiet', 'say nothing but why it failed')
    .action(async (files: readonly string[], given: GivenOptions) => {
      const plan = planImport(given, terminal.env);
      const summary = await runImport(files, plan, terminal).catch((error) =>
        failed(error, plan, terminal),
      );
      if (summary.files.some(({ state }) => state.rejected > 0)) {
        throw new CommanderError(someRejected, 'records.rejected', 'Some rows were rejected.');
      }
    });
}

/** Who reads lines of JSON must find nothing else there, also when it fails. */
function failed(error: unknown, { progress, quiet }: ImportPlan, { printError }: Terminal): never {
  if (progress !== 'json' || quiet || !(error instanceof UserError)) throw error;
  printError(`${JSON.stringify({ error: error.message })}\n`);
  throw new CommanderError(1, 'records.failed', error.message);
}

function seconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of seconds.');
}

import { startImportRecord } from '../../audit/request-audit.js';
import type { RejectedRow } from '../../imports/rows/format-rejected-rows.js';
import type { TakenInput } from '../../imports/rows/taken-input.js';
import type { ImportedRows } from '../../imports/run/import-rows.js';
import type { ImportTarget } from '../../imports/run/import-target.js';
import {
  type CommandAudit,
  commandSubject,
  noCommandAudit,
  openCommandAudit,
} from '../command-audit.js';
import { writeToStream } from '../output/atomic-write.js';
import { stopSignal, type Terminal } from '../output/terminal.js';
import type { Destination } from './destination.js';
import { ImportError } from './import-error.js';
import { type FileWork, importFile } from './import-file.js';
import type { ImportPlan } from './import-options.js';
import { findInputFiles, type InputFile } from './input-files.js';
import { openDestination } from './open-destination.js';
import { formatSummary } from './output/format-summary.js';
import { ProgressMeter } from './output/import-progress.js';
import { checkOutputs, writeRejects, writeReport } from './output/output-files.js';
import { createDisplay, type Display, noDisplay } from './output/progress-display.js';
import { type FileResult, formatReport, type ImportSummary } from './output/report.js';

/** Imports files, one after the other, and writes the summary, the report and the rejected rows. */
export async function runImport(
  names: readonly string[],
  plan: ImportPlan,
  terminal: Terminal,
): Promise<ImportSummary> {
  const startedAt = new Date();
  const files = await findInputFiles(names, terminal);
  await checkOutputs(plan, files);
  const signal = stopSignal(terminal, new ImportError('The import was stopped.'));
  const display = plan.quiet ? noDisplay : createDisplay(plan.progress, terminal);
  const audit =
    'service' in plan.to
      ? noCommandAudit
      : await openCommandAudit(plan.to.database.audit, terminal);
  const destination = await openDestination(plan, terminal.env, display.note, signal);
  const imports: FileImport[] = [];
  try {
    const results = await importAll(files, plan, { destination, audit, imports, display, signal });
    const summary = { files: results, dryRun: plan.dryRun, startedAt, finishedAt: new Date() };
    if (plan.rejects !== undefined) {
      await writeRejects(plan.rejects, rejectedRows(imports), plan.options.safeCsv ?? false);
    }
    if (plan.report !== undefined) await writeReport(plan.report, formatReport(summary));
    if (!plan.quiet) await writeSummary(formatSummary(summary), terminal);
    // Last, so that a command that is killed before can be run again to report the outcome.
    await settle(imports, destination);
    return summary;
  } finally {
    for (const { target } of imports) await target.close();
    await destination.close();
  }
}

/** The import of one file. */
interface FileImport {
  readonly source: string;
  readonly target: ImportTarget;
}

interface Work {
  readonly destination: Destination;
  /** A service records what it imports itself. */
  readonly audit: CommandAudit;
  /** The imports that have been started. */
  readonly imports: FileImport[];
  readonly display: Display;
  readonly signal: AbortSignal;
}

async function importAll(
  files: readonly InputFile[],
  plan: ImportPlan,
  { destination, audit, imports, display, signal }: Work,
): Promise<FileResult[]> {
  const sizes = files.map(({ size }) => size);
  const total = sizes.reduce(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const meter = new ProgressMeter(total ?? null);
  const timer = setInterval(() => display.show(meter.figures()), display.everyMs);
  const results: FileResult[] = [];
  let isDone = false;
  try {
    for (const file of files) {
      const source = plan.source ?? file.source;
      const target = destination.target(source);
      imports.push({ source, target });
      let taken: TakenInput | undefined;
      const onTaken = (now: TakenInput) => {
        taken = now;
      };
      const work = { target, destination, meter, signal, onTaken };
      const state = await importRecorded(file, plan, work, { audit, display });
      results.push({ source, state, taken });
    }
    isDone = true;
    return results;
  } finally {
    clearInterval(timer);
    display.end(meter.figures(isDone));
  }
}

/** Imports a file, and records the outcome. */
async function importRecorded(
  file: InputFile,
  plan: ImportPlan,
  work: FileWork,
  { audit, display }: Pick<Work, 'audit' | 'display'>,
): Promise<ImportedRows> {
  const record = startImportRecord(audit, commandSubject, plan.dryRun);
  let state: ImportedRows;
  try {
    state = await importFile(file, plan, work);
  } catch (error) {
    record.fail((error as Error).cause ?? error);
    // What stopped the import is more important.
    await audit.finish().catch((fault: Error) => display.note(fault.message));
    throw error;
  }
  record.succeed(state);
  await audit.finish();
  return state;
}

async function writeSummary(text: string, { output }: Terminal): Promise<void> {
  try {
    await writeToStream(output, [text]);
  } catch (error) {
    throw new ImportError(
      `${(error as Error).message} All rows are imported; run the same command again to see the summary.`,
      { cause: error },
    );
  }
}

async function settle(imports: readonly FileImport[], destination: Destination): Promise<void> {
  try {
    for (const { target } of imports) await target.settle();
  } catch (error) {
    const why = destination.explain(error);
    if (why === undefined) throw error;
    // The import may or may not be forgotten by now: perhaps only the response was lost.
    throw new ImportError(`${why} All rows are imported.`, { cause: error });
  }
}

async function* rejectedRows(
  imports: readonly FileImport[],
): AsyncGenerator<readonly RejectedRow[]> {
  for (const { source, target } of imports) {
    for await (const page of target.rejections()) yield page.map((each) => ({ ...each, source }));
  }
}

import type { ImportTarget } from '../../imports/import-target.js';
import type { RejectedItem } from '../../imports/sort-items.js';
import type { Terminal } from '../terminal.js';
import { ImportError } from './import-error.js';
import { importFile } from './import-file.js';
import type { ImportPlan } from './import-options.js';
import { type InputFile, inputFiles } from './input-files.js';
import { Meter } from './meter.js';
import { checkOutput, writeRejects, writeReport } from './output-files.js';
import { type Display, displayOf, noDisplay } from './progress-display.js';
import { type FileResult, type ImportSummary, reportText } from './report.js';
import { summaryText } from './summary-text.js';
import { openWay, type Way } from './way.js';

/** Imports files, one after the other, and writes what is to be written about it. */
export async function runImport(
  names: readonly string[],
  plan: ImportPlan,
  terminal: Terminal,
): Promise<ImportSummary> {
  const startedAt = new Date();
  const files = await inputFiles(names, terminal);
  for (const file of [plan.rejects, plan.report]) if (file !== undefined) await checkOutput(file);
  const stop = new AbortController();
  void terminal.untilStopped().then(() => stop.abort(new ImportError('The import was stopped.')));
  const display = plan.quiet ? noDisplay : displayOf(plan.progress, terminal);
  const way = await openWay(plan, terminal.env, display.note, stop.signal);
  const targets: ImportTarget[] = [];
  try {
    const results = await importAll(files, plan, { way, targets, display, signal: stop.signal });
    const summary = { files: results, dryRun: plan.dryRun, startedAt, finishedAt: new Date() };
    if (plan.rejects !== undefined) await writeRejects(plan.rejects, rejectionsOf(targets));
    if (plan.report !== undefined) await writeReport(plan.report, reportText(summary));
    if (!plan.quiet) terminal.print(summaryText(summary));
    // Not before the user knows: whoever is cut off before this can give the command again.
    await settle(targets, way);
    return summary;
  } finally {
    for (const target of targets) await target.close();
    await way.close();
  }
}

interface Work {
  readonly way: Way;
  readonly targets: ImportTarget[];
  readonly display: Display;
  readonly signal: AbortSignal;
}

async function importAll(
  files: readonly InputFile[],
  plan: ImportPlan,
  { way, targets, display, signal }: Work,
): Promise<FileResult[]> {
  const sizes = files.map(({ size }) => size);
  const total = sizes.reduce(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const meter = new Meter(total ?? null);
  const timer = setInterval(() => display.show(meter.figures()), display.everyMs);
  const results: FileResult[] = [];
  let isDone = false;
  try {
    for (const [place, file] of files.entries()) {
      const source = plan.source ?? file.source;
      const target = way.target(source, place);
      targets.push(target);
      results.push({ source, state: await importFile(file, plan, { target, way, meter, signal }) });
    }
    isDone = true;
    return results;
  } finally {
    clearInterval(timer);
    display.end(meter.figures(isDone));
  }
}

async function settle(targets: readonly ImportTarget[], way: Way): Promise<void> {
  try {
    for (const target of targets) await target.settle();
  } catch (error) {
    const why = way.explain(error);
    if (why === undefined) throw error;
    throw new ImportError(`${why} All rows are imported; the same command says so again.`, {
      cause: error,
    });
  }
}

async function* rejectionsOf(
  targets: readonly ImportTarget[],
): AsyncGenerator<readonly RejectedItem[]> {
  for (const target of targets) yield* target.rejections();
}

import { basename } from 'node:path';
import { importRows } from '../../imports/import-rows.js';
import { type ImportState, type ImportTarget, RowsChanged } from '../../imports/import-target.js';
import { InputError } from '../../imports/rows/input-error.js';
import type { RejectedItem } from '../../imports/sort-items.js';
import { counted } from '../counted.js';
import type { Terminal } from '../terminal.js';
import { ImportError } from './import-error.js';
import { type ImportPlan, mostSourceCharacters } from './import-options.js';
import { type InputFile, inputFiles } from './input-files.js';
import { Meter } from './meter.js';
import { checkOutput, writeRejects, writeReport } from './output-files.js';
import { type Display, displayOf, noDisplay } from './progress-display.js';
import { type FileResult, type ImportSummary, reportText } from './report.js';
import { rowsOf } from './rows-of.js';
import type { OpenTarget } from './service-target.js';
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
  const targets: OpenTarget[] = [];
  try {
    const results = await importAll(files, plan, { way, targets, display, signal: stop.signal });
    const summary = { files: results, dryRun: plan.dryRun, startedAt, finishedAt: new Date() };
    if (plan.rejects !== undefined) await writeRejects(plan.rejects, rejectionsOf(targets));
    if (plan.report !== undefined) await writeReport(plan.report, reportText(summary));
    for (const target of targets) await target.settle();
    return summary;
  } finally {
    for (const target of targets) await target.close();
    await way.close();
  }
}

interface Work {
  readonly way: Way;
  readonly targets: OpenTarget[];
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
      const source = plan.source ?? sourceOf(file);
      const target = way.target(source, place);
      targets.push(target);
      results.push({ source, state: await importFile(file, plan, target, { way, meter, signal }) });
    }
    isDone = true;
    return results;
  } finally {
    clearInterval(timer);
    display.end(meter.figures(isDone));
  }
}

async function importFile(
  file: InputFile,
  plan: ImportPlan,
  target: OpenTarget,
  { way, meter, signal }: { way: Way; meter: Meter; signal: AbortSignal },
): Promise<ImportState> {
  let state: ImportState | undefined;
  try {
    const rows = rowsOf(file, plan, (count) => meter.addBytes(count), signal);
    const watched = watchedTarget(target, (now) => {
      meter.update(now, state === undefined);
      state = now;
    });
    const done = await importRows(rows, watched, { signal });
    meter.endFile();
    return done;
  } catch (error) {
    const received = state?.received ?? 0;
    const cause = signal.aborted ? signal.reason : error;
    const why = sentenceOf(cause, file, received, way);
    if (why === undefined) throw cause;
    const where = `Of ${file.name}, ${counted(received, 'row')} ${received === 1 ? 'is' : 'are'} done`;
    const goesOn =
      plan.dryRun || cause instanceof RowsChanged
        ? ''
        : `${where}; the same command goes on from there.`;
    throw new ImportError(`${why} ${goesOn}`.trim(), { cause });
  }
}

/** A target that tells what is done as soon as it is, and not when the next rows come. */
function watchedTarget(target: ImportTarget, onState: (state: ImportState) => void): ImportTarget {
  const heard = async (work: Promise<ImportState>) => {
    const state = await work;
    onState(state);
    return state;
  };
  return {
    open: (first) => heard(target.open(first)),
    store: (chunk) => heard(target.store(chunk)),
    rejections: () => target.rejections(),
    settle: () => target.settle(),
  };
}

/** Why an import came to no end; undefined for a fault of this program. */
function sentenceOf(
  error: unknown,
  { name }: InputFile,
  received: number,
  way: Way,
): string | undefined {
  if (error instanceof RowsChanged) {
    return `${name} has changed since its import was begun, which had ${counted(received, 'row')} done; import it from its beginning by --restart.`;
  }
  if (error instanceof InputError) return `${name}: ${error.message}`;
  if (error instanceof ImportError) return error.message;
  return way.explain(error);
}

/** The name under which an import is listed. */
function sourceOf({ path }: InputFile): string {
  if (path === undefined) return 'standard input';
  return [...path].length <= mostSourceCharacters ? path : basename(path);
}

async function* rejectionsOf(
  targets: readonly OpenTarget[],
): AsyncGenerator<readonly RejectedItem[]> {
  for (const target of targets) yield* target.rejections();
}

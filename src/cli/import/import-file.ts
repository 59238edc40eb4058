import { InputError } from '../../errors/input-error.js';
import { UserError } from '../../errors/user-error.js';
import { AdvisedError } from '../../imports/rows/advised-error.js';
import type { TakenInput } from '../../imports/rows/taken-input.js';
import { type ImportedRows, importRows } from '../../imports/run/import-rows.js';
import {
  type ImportState,
  type ImportTarget,
  RowsChanged,
} from '../../imports/run/import-target.js';
import { pluralize } from '../../text/pluralize.js';
import { commandLineStyle } from '../options/advise-options.js';
import type { Destination } from './destination.js';
import { ImportError } from './import-error.js';
import type { ImportPlan } from './import-options.js';
import type { InputFile } from './input-files.js';
import type { ProgressMeter } from './output/import-progress.js';
import { readInput } from './read-input.js';

/** What importing a file needs besides the file. */
export interface FileWork {
  readonly target: ImportTarget;
  readonly destination: Destination;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
  readonly onTaken: (taken: TakenInput) => void;
}

/**
 * Imports one file. Throws an {@link ImportError} that says why it did not finish, how far it got, and
 * how to resume it.
 */
export async function importFile(
  file: InputFile,
  plan: ImportPlan,
  { target, destination, meter, signal, onTaken }: FileWork,
): Promise<ImportedRows> {
  let state: ImportState | undefined;
  try {
    const onBytes = (count: number) => meter.addBytes(count);
    const rows = readInput(file, plan, { onBytes, onTaken }, signal);
    const observed = observeTarget(target, (now) => {
      meter.update(now, state === undefined);
      state = now;
    });
    const imported = await importRows(rows, observed, { signal, html: plan.rules.html });
    meter.endFile();
    return imported;
  } catch (error) {
    const cause = signal.aborted ? signal.reason : error;
    const why = explain(cause, file, state?.received ?? 0, destination);
    if (why === undefined) throw cause;
    const sentences = [why, ...(plan.dryRun ? [] : adviseToResume(cause, file, state))];
    throw new ImportError(sentences.join(' '), { cause });
  }
}

/** @param state what is done, if that is known */
function adviseToResume(
  cause: unknown,
  { name }: InputFile,
  state: ImportState | undefined,
): string[] {
  // Another run would not help with an input that is unreadable from its start, and an import whose
  // rows have changed cannot be resumed.
  if (cause instanceof InputError && !state?.received) return ['Nothing was stored.'];
  if (state === undefined || cause instanceof RowsChanged) return [];
  const { received } = state;
  const done = `${pluralize(received, 'row')} ${received === 1 ? 'is' : 'are'} done`;
  return [`${name}: ${done}; run the same command again to resume.`];
}

/** A target that reports each new state at once, and not only when the next rows arrive. */
function observeTarget(target: ImportTarget, onState: (state: ImportState) => void): ImportTarget {
  const report = async (work: Promise<ImportState>) => {
    const state = await work;
    onState(state);
    return state;
  };
  return {
    open: (first) => report(target.open(first)),
    store: (chunk) => report(target.store(chunk)),
    rejections: () => target.rejections(),
    settle: () => target.settle(),
    close: () => target.close(),
  };
}

/** What is wrong with an input, and the options with which it can be read. */
export const describeInputError = (error: InputError): string =>
  error instanceof AdvisedError
    ? `${error.message} ${error.formatAdvice(commandLineStyle)}`.trimEnd()
    : error.message;

/** Describes why an import did not finish; undefined for a fault of this program. */
function explain(
  error: unknown,
  { name }: InputFile,
  received: number,
  destination: Destination,
): string | undefined {
  if (error instanceof RowsChanged) {
    return `${name} has changed since its import was interrupted after ${pluralize(received, 'row')}; start over with --restart.`;
  }
  if (error instanceof InputError) return `${name}: ${describeInputError(error)}`;
  if (error instanceof UserError) return error.message;
  return destination.explain(error);
}

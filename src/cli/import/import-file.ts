import { InputError } from '../../errors/input-error.js';
import type { ColumnMap } from '../../imports/rows/column-map.js';
import { MissingColumnError } from '../../imports/rows/missing-column-error.js';
import { type ImportedRows, importRows } from '../../imports/run/import-rows.js';
import { DryRunError } from '../../imports/targets/dry-run-log.js';
import {
  type ImportState,
  type ImportTarget,
  RowsChanged,
} from '../../imports/targets/import-target.js';
import { pluralize } from '../../text/pluralize.js';
import { formatMapOption } from '../options/format-map-option.js';
import type { Destination } from './destination.js';
import { ImportError } from './import-error.js';
import type { ImportPlan } from './import-options.js';
import type { InputFile } from './input-files.js';
import type { ProgressMeter } from './output/import-progress.js';
import { readInput } from './read-input.js';

/** What an import of a file needs beside the file. */
export interface FileWork {
  readonly target: ImportTarget;
  readonly way: Destination;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
}

/**
 * Imports one file. Throws an {@link ImportError} that says why it came to no end, how far it came,
 * and how to go on.
 */
export async function importFile(
  file: InputFile,
  plan: ImportPlan,
  { target, way, meter, signal }: FileWork,
): Promise<ImportedRows> {
  let state: ImportState | undefined;
  try {
    const rows = readInput(file, plan, (count) => meter.addBytes(count), signal);
    const watched = watchedTarget(target, (now) => {
      meter.update(now, state === undefined);
      state = now;
    });
    const done = await importRows(rows, watched, { signal });
    meter.endFile();
    return done;
  } catch (error) {
    const cause = signal.aborted ? signal.reason : error;
    const why = sentenceOf(cause, file, state?.received ?? 0, way);
    if (why === undefined) throw cause;
    const sentences = [why, ...(plan.dryRun ? [] : howToGoOn(cause, file, state))];
    throw new ImportError(sentences.join(' '), { cause });
  }
}

/** @param state what is done, where that is known */
function howToGoOn(cause: unknown, { name }: InputFile, state: ImportState | undefined): string[] {
  // What cannot be read from its beginning is not mended by another try, and what has changed
  // cannot go on.
  if (cause instanceof InputError && !state?.received) return ['Nothing was stored.'];
  if (state === undefined || cause instanceof RowsChanged) return [];
  const { received } = state;
  const done = `${pluralize(received, 'row')} ${received === 1 ? 'is' : 'are'} done`;
  return [`Of ${name}, ${done}; the same command goes on from there.`];
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
    close: () => target.close(),
  };
}

const addOption = (map: ColumnMap) => `add ${formatMapOption(map)} to the command`;

/** Why an import came to no end; undefined for a fault of this program. */
function sentenceOf(
  error: unknown,
  { name }: InputFile,
  received: number,
  way: Destination,
): string | undefined {
  if (error instanceof RowsChanged) {
    return `${name} has changed since its import was begun, which had ${pluralize(received, 'row')} done; import it from its beginning by --restart.`;
  }
  if (error instanceof MissingColumnError) {
    return `${name}: ${error.message} ${error.advice('--map', addOption)}`;
  }
  if (error instanceof InputError) return `${name}: ${error.message}`;
  if (error instanceof ImportError || error instanceof DryRunError) return error.message;
  return way.explain(error);
}

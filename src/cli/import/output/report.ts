import { formatEscapedUrisHint } from '../../../imports/normalise/escaped-uris.js';
import { rejectionCodes } from '../../../imports/normalise/rejection-reason.js';
import type { TakenInput } from '../../../imports/rows/taken-input.js';
import type { ImportedRows } from '../../../imports/run/import-rows.js';
import { addCounts, zeroCounts } from '../../../imports/store/import-counts.js';

/** The result of one file. */
export interface FileResult {
  readonly source: string;
  readonly state: ImportedRows;
  /** What the file was taken for; undefined for one without rows. */
  readonly taken?: TakenInput | undefined;
}

/** The result of an import command. */
export interface ImportSummary {
  readonly files: readonly FileResult[];
  readonly dryRun: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** The outcome of rows, and the number of rejected rows for each reason. */
export interface Totals {
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** See `countEscapedUris`. */
  readonly escapedUris: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** Adds up the counts of files. */
export function sumTotals(files: readonly FileResult[]): Totals {
  const states = files.map(({ state }) => state);
  const { reasonCounts, ...counts } = states.reduce(addCounts, zeroCounts);
  const escapedUris = states.reduce((sum, state) => sum + state.escapedUris, 0);
  return { ...counts, escapedUris, reasons: sortReasons(reasonCounts) };
}

/** Formats the file of `--report`. */
export function formatReport({ files, dryRun, startedAt, finishedAt }: ImportSummary): string {
  const totals = sumTotals(files);
  const report = {
    dryRun,
    ...totals,
    hint: formatEscapedUrisHint(totals.escapedUris),
    files: files.map(({ source, state, taken }) => ({
      source,
      read: taken,
      importId: state.importId,
      ...sumTotals([{ source, state }]),
    })),
    startedAt,
    finishedAt,
    durationMs: finishedAt.getTime() - startedAt.getTime(),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Sorts reasons by the list of codes, so that reports do not depend on the order of rows. */
function sortReasons(reasons: Readonly<Record<string, number>>): Record<string, number> {
  const known = Object.keys(rejectionCodes).filter((code) => Object.hasOwn(reasons, code));
  const names = new Set([...known, ...Object.keys(reasons).sort()]);
  return Object.fromEntries([...names].map((code) => [code, reasons[code] ?? 0]));
}

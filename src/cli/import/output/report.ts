import { hintAtEscapedUris } from '../../../imports/normalise/escaped-uris.js';
import { rejectionCodes } from '../../../imports/normalise/rejection-reason.js';
import type { ImportedRows } from '../../../imports/run/import-rows.js';
import { addCounts, zeroCounts } from '../../../imports/store/import-counts.js';

/** What became of one file. */
export interface FileResult {
  readonly source: string;
  readonly state: ImportedRows;
}

/** What an import command did. */
export interface ImportSummary {
  readonly files: readonly FileResult[];
  readonly dryRun: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** How many rows ended in which way, and how many were rejected for which reason. */
export interface Totals {
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** See `countEscapedUris`. */
  readonly escapedUris: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** The counts of all files together. */
export function sumTotals(files: readonly FileResult[]): Totals {
  const states = files.map(({ state }) => state);
  const { reasonCounts, ...counts } = states.reduce(addCounts, zeroCounts);
  const escapedUris = states.reduce((sum, state) => sum + state.escapedUris, 0);
  return { ...counts, escapedUris, reasons: inOrder(reasonCounts) };
}

/** The file of `--report`: JSON for programs. */
export function formatReport({ files, dryRun, startedAt, finishedAt }: ImportSummary): string {
  const totals = sumTotals(files);
  const report = {
    dryRun,
    ...totals,
    hint: hintAtEscapedUris(totals.escapedUris),
    files: files.map(({ source, state }) => ({
      source,
      importId: state.importId,
      ...sumTotals([{ source, state }]),
    })),
    startedAt,
    finishedAt,
    durationMs: finishedAt.getTime() - startedAt.getTime(),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Always in the same order, however the import came to its counts. */
function inOrder(reasons: Readonly<Record<string, number>>): Record<string, number> {
  const known = Object.keys(rejectionCodes).filter((code) => Object.hasOwn(reasons, code));
  const names = new Set([...known, ...Object.keys(reasons).sort()]);
  return Object.fromEntries([...names].map((code) => [code, reasons[code] ?? 0]));
}

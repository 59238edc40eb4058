import { hintAtEscapedUris } from '../../../imports/normalise/escaped-uris.js';
import { rejectionCodes } from '../../../imports/normalise/rejection-reason.js';
import type { ImportedRows } from '../../../imports/run/import-rows.js';

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
  const sum = { received: 0, inserted: 0, duplicates: 0, rejected: 0, escapedUris: 0 };
  const reasons: Record<string, number> = {};
  for (const { state } of files) {
    sum.received += state.received;
    sum.inserted += state.inserted;
    sum.duplicates += state.duplicates;
    sum.rejected += state.rejected;
    sum.escapedUris += state.escapedUris;
    for (const [code, count] of Object.entries(state.reasonCounts)) {
      reasons[code] = (reasons[code] ?? 0) + count;
    }
  }
  return { ...sum, reasons: inOrder(reasons) };
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

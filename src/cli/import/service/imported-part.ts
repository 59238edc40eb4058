import { z } from 'zod';
import type { RejectionReason } from '../../../imports/normalise/rejection-reason.js';

const count = z.int().nonnegative();

/** Distinguishes an import from one with the same id in another database. */
const importIdentity = z.object({ id: z.string(), startedAt: z.string() });

/** What identifies an import of a service. */
export type ImportIdentity = z.infer<typeof importIdentity>;

const reasons = z.array(z.object({ code: z.string(), field: z.string(), message: z.string() }));

const bulkImport = z.object({
  import: importIdentity.nullable(),
  inserted: count,
  duplicates: count,
  rejected: count,
  rejections: z.array(z.object({ index: count, reasons })),
});

/** The outcome of a request with items of an import. */
export interface ImportedPart extends z.infer<typeof bulkImport> {
  readonly rejections: { readonly index: number; readonly reasons: RejectionReason[] }[];
}

/**
 * Parses the response to the operation `BulkImport` with this number of items; undefined if it does
 * not account for exactly those items, or is not a service's response at all.
 */
export function parseImportedPart(data: unknown, itemCount: number): ImportedPart | undefined {
  const part = z.object({ bulkImport }).safeParse(data).data?.bulkImport;
  if (part === undefined) return undefined;
  const { inserted, duplicates, rejected, rejections } = part;
  const indexes = new Set(rejections.map(({ index }) => index));
  const isWhole =
    inserted + duplicates + rejected === itemCount &&
    rejections.length === rejected &&
    indexes.size === rejected &&
    rejections.every(({ index }) => index < itemCount);
  // A service of another version may have codes that this one does not know; they are only reported.
  return isWhole ? (part as ImportedPart) : undefined;
}

/** Parses the response to `GetImport`: null if there is no such import, undefined for anything unexpected. */
export function parseFoundImport(data: unknown): ImportIdentity | null | undefined {
  return z.object({ import: importIdentity.nullable() }).safeParse(data).data?.import;
}

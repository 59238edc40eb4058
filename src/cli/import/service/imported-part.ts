import { z } from 'zod';
import type { RejectionReason } from '../../../imports/normalise/rejection-reason.js';

const count = z.int().nonnegative();

/** Tells an import from any that another database has under the same id. */
const importIdentity = z.object({ id: z.string(), startedAt: z.string() });

/** An import as the service tells of it. */
export type ImportIdentity = z.infer<typeof importIdentity>;

const reasons = z.array(z.object({ code: z.string(), field: z.string(), message: z.string() }));

const bulkImport = z.object({
  import: importIdentity.nullable(),
  inserted: count,
  duplicates: count,
  rejected: count,
  rejections: z.array(z.object({ index: count, reasons })),
});

/** What a service says of items that it has imported. */
export interface ImportedPart extends z.infer<typeof bulkImport> {
  readonly rejections: { readonly index: number; readonly reasons: RejectionReason[] }[];
}

/**
 * Reads what the operation `BulkImport` answered for so many items; undefined where that tells of
 * other items, or is nothing that a service says.
 */
export function parseImportedPart(data: unknown, itemCount: number): ImportedPart | undefined {
  const part = z.object({ bulkImport }).safeParse(data).data?.bulkImport;
  if (part === undefined) return undefined;
  const { inserted, duplicates, rejected, rejections } = part;
  const places = new Set(rejections.map(({ index }) => index));
  const isWhole =
    inserted + duplicates + rejected === itemCount &&
    rejections.length === rejected &&
    places.size === rejected &&
    rejections.every(({ index }) => index < itemCount);
  // A service of another version may have more codes than this one, which are but written down.
  return isWhole ? (part as ImportedPart) : undefined;
}

/** Reads what the operation `GetImport` answered: null where there is none; undefined for anything else. */
export function parseFoundImport(data: unknown): ImportIdentity | null | undefined {
  return z.object({ import: importIdentity.nullable() }).safeParse(data).data?.import;
}

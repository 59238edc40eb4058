import { maxItems } from '../../imports/max-items.js';
import { maxPageSize } from '../../paging/page.js';

/** What a field costs, where it differs from the rules in {@link file://./operation-cost.ts}. */
export interface FieldCost {
  /** What it costs whatever it returns; by default 0, or 10 for a list with `first`. */
  readonly once?: number;
  /** What each of its objects costs; by default 1. */
  readonly each?: number;
  /** The largest `first` that it accepts; by default that of all pages. */
  readonly maxSize?: number;
  /** For a list without `first`: the argument that lists what it returns. */
  readonly listedBy?: string;
  /** What each value in its input objects costs; by default 5. */
  readonly condition?: number;
}

/** What a list with `first` costs: one more SQL statement. */
export const listCost = 10;

/** What a value in an input object costs: a condition to plan for, or a text to search for. */
export const conditionCost = 5;

const rejections: FieldCost = { each: 0.2, maxSize: maxItems };

/**
 * The fields that cost more or less than their objects: an object costs 1, which stands for 10 to
 * 50 microseconds of work.
 */
export const fieldCosts: Readonly<Record<string, FieldCost>> = {
  // These look at every record of the list, not at those of the page alone.
  'RecordConnection.totalCount': { once: 50 },
  'RecordConnection.histogram': { once: 200 },
  'RecordConnection.topSites': { once: 100 },
  'RecordConnection.dateRange': { once: 50 },
  'RecordConnection.isExact': { once: 50 },
  'Site.recordCount': { once: 5 },
  'Query.nodes': { once: listCost, listedBy: 'ids' },
  // All of them come from one statement, and are sent as they were received.
  'Import.rejections': rejections,
  'BulkImportPayload.rejections': rejections,
  'Import.rejectionsConnection': { once: 20, each: 0.2, maxSize: 1000 },
  // These look at every rejection of the import.
  'RejectionConnection.totalCount': { once: 50 },
  'RejectionConnection.reasonCounts': { once: 100, each: 0 },
  // They are a column of the import or rejection.
  'Import.reasonCounts': { each: 0 },
  'Rejection.reasons': { each: 0 },
  // Their items have a limit of their own.
  'Mutation.bulkImport': { once: 100, condition: 0 },
  'Mutation.retryRejections': { once: 100, condition: 0 },
};

/** The largest `first` and `last` that a list accepts. */
export const getMaxSize = ({ maxSize = maxPageSize }: FieldCost): number => maxSize;

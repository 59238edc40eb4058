import { maxItems } from '../../imports/max-items.js';
import { maxPageSize } from '../../paging/page.js';

/** What a field costs, where that is not what the rules of {@link file://./operation-cost.ts} say. */
export interface FieldCost {
  /** What it costs whatever it returns: 0, or 10 for a list with `first`, unless said. */
  readonly once?: number;
  /** What each of its objects costs: 1 unless said. */
  readonly each?: number;
  /** The largest `first` that it takes. */
  readonly maxSize?: number;
  /** The argument that lists what it returns, where it has no `first`. */
  readonly listedBy?: string;
  /** What each value in its input objects costs: 5 unless said. */
  readonly condition?: number;
}

/** What a list with `first` costs, as it is one more SQL statement. */
export const listCost = 10;

/** What a value in an input object costs: a condition to plan for, or a text to look for. */
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
  'Site.recordCount': { once: 5 },
  'Query.nodes': { once: listCost, listedBy: 'ids' },
  // They come out of one statement, and are as they were received.
  'Import.rejections': rejections,
  'BulkImportPayload.rejections': rejections,
  // They are a column of the import.
  'Import.reasonCounts': { each: 0 },
  'Rejection.reasons': { each: 0 },
  // Items have a bound of their own.
  'Mutation.bulkImport': { once: 100, condition: 0 },
};

/** The largest `first` and `last` of a list that has no other. */
export const getMaxSize = ({ maxSize: most = maxPageSize }: FieldCost): number => most;

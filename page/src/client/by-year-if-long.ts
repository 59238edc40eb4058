import type { Interval } from '../../generated/graphql.js';
import { ServiceError } from './service-error.js';

/** Counts by intervals that the service chooses; by years where the records are of too many of them. */
export async function byYearIfLong<Result>(
  count: (by: Interval | null) => Promise<Result>,
): Promise<Result> {
  try {
    return await count(null);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'RESULT_TOO_LARGE') return count('YEAR');
    throw error;
  }
}

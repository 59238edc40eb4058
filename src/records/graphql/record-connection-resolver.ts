import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { checkPageSize, maxPageSize } from '../../paging/page.js';
import { type Interval, maxBuckets } from '../../search/figures/intervals.js';
import {
  type ReadFigures,
  readDateBounds,
  readHistogram,
  readTopSites,
} from '../query/record-aggregates.js';
import {
  BucketType,
  DateBoundsType,
  IntervalEnum,
  RecordConnectionType,
  SiteCountType,
} from './record-type.js';
import { SiteType } from './site-type.js';

/** Aggregates of a whole list. Each costs nothing unless it is selected. */
@Resolver(() => RecordConnectionType)
export class RecordConnectionResolver {
  @FieldResolver(() => Int, { description: 'The number of records in the whole list.' })
  async totalCount(@Root() list: RecordConnectionType, @Ctx() context: Context) {
    return (await readFiguresOf(list, context)([])).count;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the aggregates of the list are exact: always with `accuracy: EXACT`, and with `FAST` if nothing was estimated.',
  })
  async isExact(@Root() list: RecordConnectionType, @Ctx() context: Context) {
    return list.accuracy === 'EXACT' || (await readFiguresOf(list, context)([])).isExact;
  }

  @FieldResolver(() => DateBoundsType, {
    nullable: true,
    description: 'The dates of the first and the last record; null if there is no record.',
  })
  dateRange(@Root() list: RecordConnectionType, @Ctx() context: Context) {
    return readDateBounds(readFiguresOf(list, context));
  }

  @FieldResolver(() => [BucketType], {
    description:
      'The number of records in the whole list per interval, earliest first. Intervals without records are left out.',
  })
  histogram(
    @Root() list: RecordConnectionType,
    @Arg('by', () => IntervalEnum, {
      nullable: true,
      description: `The length of an interval, of which there may be ${maxBuckets}. If null, it is the shortest that gives at most \`maxBuckets\`.`,
    })
    by: Interval | null | undefined,
    @Arg('maxBuckets', () => Int, {
      defaultValue: 100,
      description: `The maximum number of intervals, 1 to ${maxBuckets}, if \`by\` is null; it does not count otherwise.`,
    })
    most: number,
    @Ctx() context: Context,
  ) {
    return readHistogram(readFiguresOf(list, context), by ?? undefined, most);
  }

  @FieldResolver(() => [SiteCountType], {
    description: 'The sites with the most records in the whole list, most records first.',
  })
  topSites(
    @Root() list: RecordConnectionType,
    @Arg('first', () => Int, {
      defaultValue: 10,
      description: `The maximum number of sites, 0 to ${maxPageSize}.`,
    })
    first: number,
    @Ctx() context: Context,
  ) {
    return readTopSites(readFiguresOf(list, context), checkPageSize('first', first));
  }
}

/** What is selected of a list at the same time is read together. */
function readFiguresOf(
  { condition, accuracy }: RecordConnectionType,
  { loaders }: Context,
): ReadFigures {
  return (figures) => loaders.recordFigures.load({ condition, accuracy, figures });
}

@Resolver(() => SiteCountType)
export class SiteCountResolver {
  @FieldResolver(() => SiteType, { description: 'The site that was counted.' })
  site(@Root() { siteId }: SiteCountType, @Ctx() { loaders }: Context) {
    return loaders.siteById.load(siteId);
  }
}

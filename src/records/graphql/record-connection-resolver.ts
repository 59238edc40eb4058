import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Interval } from '../../database/engine.js';
import type { Context } from '../../graphql/context.js';
import { checkPageSize, maxPageSize } from '../../paging/page.js';
import { readHistogram, readTopSites } from '../query/record-aggregates.js';
import { BucketType, IntervalEnum, RecordConnectionType, SiteCountType } from './record-type.js';
import { SiteType } from './site-type.js';

/** Aggregates of a whole list. Each costs nothing unless it is selected. */
@Resolver(() => RecordConnectionType)
export class RecordConnectionResolver {
  @FieldResolver(() => Int, { description: 'The number of records in the whole list.' })
  totalCount(@Root() { condition }: RecordConnectionType, @Ctx() { loaders }: Context) {
    return loaders.recordCount.load(condition);
  }

  @FieldResolver(() => [BucketType], {
    description:
      'The number of records in the whole list per interval, earliest first. Intervals without records are left out.',
  })
  histogram(
    @Root() { condition }: RecordConnectionType,
    @Arg('by', () => IntervalEnum, { description: 'The length of an interval.' }) by: Interval,
    @Ctx() { database }: Context,
  ) {
    return readHistogram(database, condition, by);
  }

  @FieldResolver(() => [SiteCountType], {
    description: 'The sites with the most records in the whole list, most records first.',
  })
  topSites(
    @Root() { condition }: RecordConnectionType,
    @Arg('first', () => Int, {
      defaultValue: 10,
      description: `The maximum number of sites, 0 to ${maxPageSize}.`,
    })
    first: number,
    @Ctx() { database }: Context,
  ) {
    return readTopSites(database, condition, checkPageSize('first', first));
  }
}

@Resolver(() => SiteCountType)
export class SiteCountResolver {
  @FieldResolver(() => SiteType, { description: 'The site that was counted.' })
  site(@Root() { siteId }: SiteCountType, @Ctx() { loaders }: Context) {
    return loaders.siteById.load(siteId);
  }
}

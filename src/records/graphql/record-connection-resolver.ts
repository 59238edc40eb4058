import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Interval } from '../../database/engine.js';
import type { Context } from '../../graphql/context.js';
import { checkPageSize, maxPageSize } from '../../paging/page.js';
import { readHistogram, readTopSites } from '../query/record-figures.js';
import { BucketType, IntervalEnum, RecordConnectionType, SiteCountType } from './record-type.js';
import { SiteType } from './site-type.js';

/** The figures on a whole list, none of which costs anything unless it is asked for. */
@Resolver(() => RecordConnectionType)
export class RecordConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many records the whole list has.' })
  totalCount(@Root() { condition }: RecordConnectionType, @Ctx() { loaders }: Context) {
    return loaders.recordCount.load(condition);
  }

  @FieldResolver(() => [BucketType], {
    description:
      'The records of the whole list by interval, the earliest first; intervals without any are left out.',
  })
  histogram(
    @Root() { condition }: RecordConnectionType,
    @Arg('by', () => IntervalEnum, { description: 'The length of an interval.' }) by: Interval,
    @Ctx() { database }: Context,
  ) {
    return readHistogram(database, condition, by);
  }

  @FieldResolver(() => [SiteCountType], {
    description: 'The sites with the most records of the whole list, the largest first.',
  })
  topSites(
    @Root() { condition }: RecordConnectionType,
    @Arg('first', () => Int, {
      defaultValue: 10,
      description: `How many sites at most, 0 to ${maxPageSize}.`,
    })
    first: number,
    @Ctx() { database }: Context,
  ) {
    return readTopSites(database, condition, checkPageSize('first', first));
  }
}

@Resolver(() => SiteCountType)
export class SiteCountResolver {
  @FieldResolver(() => SiteType, { description: 'The site that has so many of the records.' })
  site(@Root() { siteId }: SiteCountType, @Ctx() { loaders }: Context) {
    return loaders.siteById.load(siteId);
  }
}

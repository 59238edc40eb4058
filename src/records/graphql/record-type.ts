import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { Cacheable } from '../../graphql/types/cache-hint.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import { DateTimeScalar, UrlScalar } from '../../graphql/types/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { ConnectionValue } from '../../paging/page.js';
import type { Condition } from '../../search/condition.js';
import type { Accuracy } from '../../search/evaluate/match-blocks.js';
import type { Bucket, Interval } from '../../search/figures/intervals.js';
import type { DateBounds } from '../query/record-aggregates.js';
import type { RecordRow } from '../query/record-row.js';

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('Record', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'A dated link.',
})
export class RecordType extends NodeType implements RecordRow {
  @Field(() => String, {
    description: 'The title: 1 to 255 characters, trimmed, with white space collapsed.',
  })
  title!: string;

  @Field(() => UrlScalar, { description: 'The normalised absolute http(s) URI.' })
  uri!: string;

  @Field(() => DateTimeScalar, { description: 'The date; midnight UTC if the item had no time.' })
  date!: Date;

  siteId!: number;
  importId!: number;
}

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('RecordConnection', {
  description: 'A page of records, and aggregates of the whole list.',
})
export class RecordConnectionType extends createConnectionType('Record', () => RecordType, [
  ['records:read'],
]) {
  constructor(
    page: () => Promise<ConnectionValue<RecordType>>,
    /** The condition that all records of the list satisfy. */
    readonly condition: Condition,
    readonly accuracy: Accuracy,
  ) {
    super(page);
  }
}

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('Bucket', {
  simpleResolvers: true,
  description: 'The number of records in one interval.',
})
export class BucketType implements Bucket {
  @Field(() => DateTimeScalar, { description: 'The first instant of the interval.' })
  start!: Date;

  @Field(() => DateTimeScalar, {
    description:
      'The first instant after the interval, which does not belong to it. As `DateTime` ends with the year 9999, so does the last interval: at `9999-12-31T23:59:59.999Z`.',
  })
  end!: Date;

  @Field(() => Int, { description: 'How many records are dated in the interval; at least 1.' })
  count!: number;
}

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('SiteCount', {
  simpleResolvers: true,
  description: "The number of a site's records in a list.",
})
export class SiteCountType {
  @Field(() => Int, { description: 'How many of the records belong to the site.' })
  count!: number;

  siteId!: number;
}

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('DateBounds', {
  simpleResolvers: true,
  description: 'The dates between which all records of a list are, inclusive.',
})
export class DateBoundsType implements DateBounds {
  @Field(() => DateTimeScalar, { description: 'The date of the earliest record.' })
  earliest!: Date;

  @Field(() => DateTimeScalar, { description: 'The date of the latest record.' })
  latest!: Date;
}

export const AccuracyEnum: { readonly [Name in Accuracy]: Name } = {
  EXACT: 'EXACT',
  FAST: 'FAST',
};

registerEnumType(AccuracyEnum, {
  name: 'Accuracy',
  description:
    'How exact the aggregates of a list are: counts, histograms, top sites and the range of dates. The records themselves are always exact.',
  valuesConfig: {
    EXACT: { description: 'Every number is that of the records in the list.' },
    FAST: {
      description:
        'Quick: where text is searched for, numbers may be estimated, and `isExact` says whether they were. They are within 2 % of the exact ones, or within 5 records.',
    },
  },
});

export const IntervalEnum: { readonly [Name in Interval]: Name } = {
  YEAR: 'YEAR',
  QUARTER: 'QUARTER',
  MONTH: 'MONTH',
  WEEK: 'WEEK',
  DAY: 'DAY',
  HOUR: 'HOUR',
};

registerEnumType(IntervalEnum, {
  name: 'Interval',
  description: 'A calendar interval, in UTC.',
  valuesConfig: {
    YEAR: { description: 'A calendar year.' },
    QUARTER: { description: 'Three calendar months, from January, April, July or October.' },
    MONTH: { description: 'A calendar month.' },
    WEEK: { description: 'A week of ISO 8601, from Monday to Sunday.' },
    DAY: { description: 'A day, from midnight to midnight.' },
    HOUR: { description: 'An hour of the clock.' },
  },
});

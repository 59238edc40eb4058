import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Interval } from '../../database/engine.js';
import { Cacheable } from '../../graphql/cache-hint.js';
import { createConnectionType } from '../../graphql/connection-types.js';
import { DateTimeScalar, UrlScalar } from '../../graphql/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { ConnectionValue } from '../../paging/page.js';
import type { Condition } from '../query/condition.js';
import type { RecordRow } from '../query/record-row.js';

@Cacheable()
@ObjectType('Record', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'A dated link.',
})
export class RecordType extends NodeType implements RecordRow {
  @Field(() => String, {
    description: 'The title: trimmed, its white space collapsed, 1 to 255 characters.',
  })
  title!: string;

  @Field(() => UrlScalar, { description: 'The absolute http or https uri, normalised.' })
  uri!: string;

  @Field(() => DateTimeScalar, { description: 'The date; midnight when none but a day was given.' })
  date!: Date;

  siteId!: number;
  importId!: number;
}

@Cacheable()
@ObjectType('RecordConnection', { description: 'A page of records, and figures on all of them.' })
export class RecordConnectionType extends createConnectionType('Record', () => RecordType) {
  constructor(
    page: () => Promise<ConnectionValue<RecordType>>,
    /** What all the records of the list have in common. */
    readonly condition: Condition,
  ) {
    super(page);
  }
}

@Cacheable()
@ObjectType('Bucket', { simpleResolvers: true, description: 'The records of one interval.' })
export class BucketType {
  @Field(() => DateTimeScalar, { description: 'The first instant of the interval.' })
  start!: Date;

  @Field(() => Int, { description: 'How many records are dated in the interval, at least one.' })
  count!: number;
}

@Cacheable()
@ObjectType('SiteCount', {
  simpleResolvers: true,
  description: "A site's share of a list of records.",
})
export class SiteCountType {
  @Field(() => Int, { description: 'How many of the records are of this site.' })
  count!: number;

  siteId!: number;
}

export const IntervalEnum: { readonly [Name in Interval]: Name } = {
  YEAR: 'YEAR',
  MONTH: 'MONTH',
  DAY: 'DAY',
};

registerEnumType(IntervalEnum, {
  name: 'Interval',
  description: 'A length of time in the calendar, in UTC.',
  valuesConfig: {
    YEAR: { description: 'A year, from January on.' },
    MONTH: { description: 'A month, from its first day on.' },
    DAY: { description: 'A day, from midnight to midnight.' },
  },
});

import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Interval } from '../../database/engine.js';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { Cacheable } from '../../graphql/types/cache-hint.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import { DateTimeScalar, UrlScalar } from '../../graphql/types/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { ConnectionValue } from '../../paging/page.js';
import type { Condition } from '../../search/condition.js';
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
export class BucketType {
  @Field(() => DateTimeScalar, { description: 'The first instant of the interval.' })
  start!: Date;

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

export const IntervalEnum: { readonly [Name in Interval]: Name } = {
  YEAR: 'YEAR',
  MONTH: 'MONTH',
  DAY: 'DAY',
};

registerEnumType(IntervalEnum, {
  name: 'Interval',
  description: 'A calendar interval, in UTC.',
  valuesConfig: {
    YEAR: { description: 'A calendar year.' },
    MONTH: { description: 'A calendar month.' },
    DAY: { description: 'A day, from midnight to midnight.' },
  },
});

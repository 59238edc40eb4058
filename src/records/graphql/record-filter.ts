import { Field, ID, InputType } from 'type-graphql';
import type { QueryDate } from '../../graphql/types/query-date.js';
import { DateTimeScalar } from '../../graphql/types/scalars.js';

@InputType({ description: 'A range of dates. All given bounds must hold.' })
export class DateRange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'At or after this date.' })
  gte?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'After this date.' })
  gt?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At or before this date.' })
  lte?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this date.' })
  lt?: QueryDate | null;
}

/** A filter of one text. `filterToCondition` turns it into a condition, and `conditionToSql` that into SQL. */
@InputType({
  description:
    "A search in one text. Case, accents, typography (’ equals ', – equals -, … equals ...) and invisible characters are ignored. There are no wildcards: % and _ stand for themselves. All given conditions must hold.",
})
export class TextFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The text contains this string, also within words.',
  })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: 'The text starts with this string.' })
  startsWith?: string | null;

  @Field(() => String, { nullable: true, description: 'The text equals this string.' })
  equals?: string | null;
}

@InputType({
  description: 'Which records to list. All given conditions must hold; null means not given.',
})
export class RecordFilter {
  @Field(() => DateRange, { nullable: true, description: "The record's date." })
  date?: DateRange | null;

  @Field(() => TextFilter, { nullable: true, description: "The record's title." })
  title?: TextFilter | null;

  @Field(() => TextFilter, {
    nullable: true,
    description: "The record's URI, as stored or with its escapes decoded.",
  })
  uri?: TextFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'The title or the URI contains this string.',
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The host of the record's URI, like `www.example.com` or `example.com:8080`.",
  })
  site?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "The host of the record's URI is one of these. Each counts as a part of the filter. An empty list matches no record.",
  })
  sites?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the import that stored the record, or its number. Requires the scope `imports:read` or `imports:read-all`, like `Record.import`; an import that the viewer may not read counts as one that does not exist, and matches no record.',
  })
  import?: string | null;

  @Field(() => [RecordFilter], {
    nullable: true,
    description: 'All of these must hold. An empty list matches every record.',
  })
  and?: RecordFilter[] | null;

  @Field(() => [RecordFilter], {
    nullable: true,
    description: 'At least one of these must hold. An empty list matches no record.',
  })
  or?: RecordFilter[] | null;

  @Field(() => RecordFilter, { nullable: true, description: 'This must not hold.' })
  not?: RecordFilter | null;
}

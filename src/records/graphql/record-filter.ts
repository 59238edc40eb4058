import { Field, InputType } from 'type-graphql';
import type { QueryDate } from '../../graphql/query-date.js';
import { DateTimeScalar } from '../../graphql/scalars.js';

@InputType({ description: 'A range of dates. Every bound that is given must hold.' })
export class DateRange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'This date or a later one.' })
  gte?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'A date later than this one.' })
  gt?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'This date or an earlier one.' })
  lte?: QueryDate | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'A date earlier than this one.' })
  lt?: QueryDate | null;
}

@InputType({
  description:
    "A search in one text, without regard to case, accents, typography (’ equals ', – equals -, … equals ...) and invisible characters. There are no wildcards: % and _ stand for themselves. All conditions that are given must hold.",
})
export class TextFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The text holds this one, also inside words.',
  })
  contains?: string | null;

  @Field(() => String, { nullable: true, description: 'The text starts with this one.' })
  startsWith?: string | null;

  @Field(() => String, { nullable: true, description: 'The text is this one.' })
  equals?: string | null;
}

@InputType({
  description:
    'Which records to list. All conditions that are given must hold; those that are null count as not given.',
})
export class RecordFilter {
  @Field(() => DateRange, { nullable: true, description: "The record's date." })
  date?: DateRange | null;

  @Field(() => TextFilter, { nullable: true, description: "The record's title." })
  title?: TextFilter | null;

  @Field(() => TextFilter, {
    nullable: true,
    description: "The record's uri, as it is stored or with its escapes decoded.",
  })
  uri?: TextFilter | null;

  @Field(() => String, { nullable: true, description: 'The title or the uri holds this text.' })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The host of the record's uri, like `www.example.com` or `example.com:8080`.",
  })
  site?: string | null;

  @Field(() => [RecordFilter], {
    nullable: true,
    description: 'All of these hold. An empty list holds for every record.',
  })
  and?: RecordFilter[] | null;

  @Field(() => [RecordFilter], {
    nullable: true,
    description: 'At least one of these holds. An empty list holds for no record.',
  })
  or?: RecordFilter[] | null;

  @Field(() => RecordFilter, { nullable: true, description: 'This does not hold.' })
  not?: RecordFilter | null;
}

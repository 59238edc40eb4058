import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { type RejectionCode, rejectionCodes } from '../normalise/rejection-reason.js';

const names = Object.keys(rejectionCodes) as RejectionCode[];

export const RejectionCodeEnum = Object.fromEntries(names.map((name) => [name, name])) as {
  readonly [Name in RejectionCode]: Name;
};

registerEnumType(RejectionCodeEnum, {
  name: 'RejectionCode',
  description: 'The reasons for which an item is refused.',
  valuesConfig: Object.fromEntries(
    names.map((name) => [name, { description: rejectionCodes[name] }]),
  ),
});

@ObjectType('RejectionReason', {
  simpleResolvers: true,
  description: 'One thing that is wrong with an item.',
})
export class RejectionReasonType {
  @Field(() => RejectionCodeEnum, { description: 'What is wrong, for programs.' })
  code!: RejectionCode;

  @Field(() => String, {
    description: 'The field at fault: `title`, `uri`, `date`, or `item` for the whole item.',
  })
  field!: string;

  @Field(() => String, {
    description: 'What is wrong, for people: what was received and what is allowed.',
  })
  message!: string;
}

@ObjectType('Rejection', {
  simpleResolvers: true,
  description: 'An item that was refused, as it was received.',
})
export class RejectionType {
  @Field(() => Int, { description: 'The place of the item in its import, from 0.' })
  index!: number;

  @Field(() => String, { nullable: true, description: 'The title as received.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'The uri as received.' })
  uri!: string | null;

  @Field(() => String, { nullable: true, description: 'The date as received.' })
  date!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The line of its file on which the item begins, from 1, as was said.',
  })
  line!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The row of a file as it came (of CSV, an object of its columns), if it holds more than the item or no item could be read from it; only its beginning if it is longer than 64 KB.',
  })
  raw!: string | null;

  @Field(() => [RejectionReasonType], { description: 'Everything that is wrong with the item.' })
  reasons!: readonly RejectionReasonType[];
}

/** What the API shows of a refused item. */
export function rejectionOf({ index, item, reasons }: RejectedItem): RejectionType {
  const { title = null, uri = null, date = null, line = null, raw = null } = item;
  return { index, title, uri, date, line, raw, reasons };
}

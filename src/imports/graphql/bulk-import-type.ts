import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type DateOrder, dateOrders } from '../../dates/date-order.js';
import { maxItems } from '../max-items.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { ImportResult } from '../run/import-items.js';
import type { ImportMode, ImportRequest } from '../run/import-request.js';
import type { ReasonCounts } from '../store/import-counts.js';
import { ImportType } from './import-type.js';

const ImportModeEnum: { readonly [Name in ImportMode]: Name } = {
  PARTIAL: 'PARTIAL',
  ALL_OR_NOTHING: 'ALL_OR_NOTHING',
};

registerEnumType(ImportModeEnum, {
  name: 'ImportMode',
  description: 'What happens to valid items when others are rejected.',
  valuesConfig: {
    PARTIAL: { description: 'The valid items are stored, the others rejected.' },
    ALL_OR_NOTHING: { description: 'Every item is rejected when one of them is.' },
  },
});

const DateOrderEnum = Object.fromEntries(dateOrders.map((order) => [order, order]));

registerEnumType(DateOrderEnum, {
  name: 'DateOrder',
  description: 'How numeric dates with the year at the end are written, like `01/02/2003`.',
  valuesConfig: {
    DMY: { description: 'Day, month, year.' },
    MDY: { description: 'Month, day, year.' },
  },
});

@InputType('RecordInput', {
  description:
    'An item as somebody wrote it. A title, uri or date may also be a whole number, which is read as its digits; a value of any other type rejects this item alone.',
})
export class RecordInput implements ReceivedItem {
  @Field(() => String, {
    nullable: true,
    description:
      'The title: any text that is not blank, 1 to 255 characters without the outer white space.',
  })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The uri, absolute, http or https.' })
  uri?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The date: ISO 8601, RFC 2822, RFC 850, asctime, `@` and Unix seconds, or written out in English, French, Portuguese, Spanish, German or Italian.',
  })
  date?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The line of its file on which the item begins, from 1, to be shown with a rejection.',
  })
  line?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The row of a file as it came, to be kept if the item is rejected. Without a title, a uri and a date it is rejected.',
  })
  raw?: string | null;
}

@InputType('BulkImportInput', { description: 'The items of an import, and how to take them.' })
export class BulkImportInput implements ImportRequest {
  @Field(() => [RecordInput], { description: `The items, at most ${maxItems}.` })
  items!: RecordInput[];

  @Field(() => String, {
    nullable: true,
    description: 'Where the items come from, 1 to 255 characters, to be shown with the import.',
  })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A name of your own for this import, 1 to 255 characters. The same import sent again under the same name within 24 hours is answered as the first time, and nothing is stored twice; another one is refused.',
  })
  idempotencyKey?: string | null;

  @Field(() => ImportModeEnum, {
    defaultValue: ImportModeEnum.PARTIAL,
    description: 'What happens to valid items when others are rejected.',
  })
  mode!: ImportMode;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Do everything but store: the answer is what a real import would answer now. An idempotency key is looked up, but not used up.',
  })
  dryRun!: boolean;

  @Field(() => DateOrderEnum, {
    nullable: true,
    description:
      'How numeric dates are written. Without it, those that can be read in two ways are rejected.',
  })
  dateOrder?: DateOrder | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What names of time zones mean that have several meanings, like `CST=-06:00,IST=+05:30`. Without it, dates with these names are rejected.',
  })
  zones?: string | null;
}

@ObjectType('BulkImportPayload', { description: 'What became of the items of an import.' })
export class BulkImportPayloadType implements ImportResult {
  @Field(() => ImportType, {
    nullable: true,
    description: 'The import, by which everything can be read again; null after a dry run.',
  })
  import!: ImportType | null;

  @Field(() => Int, {
    description: 'How many items were received: the sum of the three counts below.',
  })
  received!: number;

  @Field(() => Int, { description: 'How many items were stored as new records.' })
  inserted!: number;

  @Field(() => Int, {
    description: 'How many items were stored already, or stand more than once in the import.',
  })
  duplicates!: number;

  @Field(() => Int, { description: 'How many items were refused.' })
  rejected!: number;

  @Field(() => Int, {
    description:
      'How many uris hold `&amp;`, as HTML writes `&`. They are left as received; if `&` is meant, write it so and send the items again. An option that does this, `--html`, is planned.',
  })
  escapedUris!: number;

  @Field(() => Boolean, {
    description:
      'Whether this is the answer to an earlier import with the same idempotency key, and nothing was done now.',
  })
  replayed!: boolean;

  reasonCounts!: ReasonCounts;

  rejections!: readonly RejectedItem[];
}

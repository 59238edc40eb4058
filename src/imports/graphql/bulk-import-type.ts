import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { maxItems } from '../max-items.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { ImportResult } from '../run/import-once.js';
import type { ImportMode, ImportRequest } from '../run/import-request.js';
import type { ReasonCounts } from '../store/import-counts.js';
import { countDescriptions } from './count-descriptions.js';
import { ImportType } from './import-type.js';
import { ItemOptionsInput } from './item-options-input.js';

const ImportModeEnum: { readonly [Name in ImportMode]: Name } = {
  PARTIAL: 'PARTIAL',
  ALL_OR_NOTHING: 'ALL_OR_NOTHING',
};

registerEnumType(ImportModeEnum, {
  name: 'ImportMode',
  description: 'What happens to valid items when others are rejected.',
  valuesConfig: {
    PARTIAL: { description: 'Valid items are stored; the others are rejected.' },
    ALL_OR_NOTHING: { description: 'If one item is rejected, all items are.' },
  },
});

@InputType('RecordInput', {
  description:
    'An item to import. A title, URI or date may also be a whole number, which is read as its digits; a value of any other type rejects only this item.',
})
export class RecordInput implements ReceivedItem {
  @Field(() => String, {
    nullable: true,
    description: 'The title: 1 to 255 characters after trimming, not blank.',
  })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The URI: absolute, http or https.' })
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
      'The line of its file on which the item begins, from 1, to be returned with a rejection.',
  })
  line?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The row of the file as received, to be stored if the item is rejected. An item that has nothing else is rejected.',
  })
  raw?: string | null;
}

@InputType('BulkImportInput', { description: 'The items to import, and how.' })
export class BulkImportInput extends ItemOptionsInput implements ImportRequest {
  @Field(() => [RecordInput], { description: `The items, at most ${maxItems}.` })
  items!: RecordInput[];

  @Field(() => String, {
    nullable: true,
    description: 'The origin of the items, 1 to 255 characters, to be returned with the import.',
  })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A unique key of your choice for this import, 1 to 255 characters. For 24 hours, sending the same import with the same key again returns the first result and stores nothing; a different import with this key is an error.',
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
      'Do everything except storing: the result is that of a real import at this moment. An idempotency key is looked up, but not consumed.',
  })
  dryRun!: boolean;
}

@RequiresScopes(['imports:write'])
@ObjectType('BulkImportPayload', { description: 'The result of an import.' })
export class BulkImportPayloadType implements ImportResult {
  @Field(() => ImportType, {
    nullable: true,
    description:
      'The import, which can also be queried later; null after a dry run, and after a retry for which there were no items.',
  })
  import!: ImportType | null;

  @Field(() => Int, { description: countDescriptions.received })
  received!: number;

  @Field(() => Int, { description: countDescriptions.inserted })
  inserted!: number;

  @Field(() => Int, { description: countDescriptions.duplicates })
  duplicates!: number;

  @Field(() => Int, { description: countDescriptions.rejected })
  rejected!: number;

  @Field(() => Int, {
    description:
      'How many URIs contain `&amp;`, which is HTML for `&`. They are stored as received; if `&` is meant, send the items again with `html`, which decodes it.',
  })
  escapedUris!: number;

  @Field(() => Boolean, {
    description:
      'Whether this is the result of an earlier import with the same idempotency key, and nothing was stored now.',
  })
  replayed!: boolean;

  reasonCounts!: ReasonCounts;

  rejections!: readonly RejectedItem[];
}

import { Field, ID, InputType, Int } from 'type-graphql';
import { maxItems } from '../max-items.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { Correction, RetryRequest } from '../run/import-request.js';
import { ItemOptionsInput } from './item-options-input.js';
import { RejectionCodeEnum } from './rejection-type.js';

@InputType('CorrectionInput', {
  description:
    'A rejected item as it should have been. What is null or missing stays as it was received.',
})
export class CorrectionInput implements Correction {
  @Field(() => Int, { description: 'The index of the rejection.' })
  index!: number;

  @Field(() => String, { nullable: true, description: 'The right title.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The right URI.' })
  uri?: string | null;

  @Field(() => String, { nullable: true, description: 'The right date.' })
  date?: string | null;
}

@InputType('RetryRejectionsInput', { description: 'The rejected items to retry, and how.' })
export class RetryRejectionsInput extends ItemOptionsInput implements RetryRequest {
  @Field(() => ID, {
    description: 'The id of the import that rejected the items, or its `databaseId`.',
  })
  import!: string;

  @Field(() => [CorrectionInput], {
    nullable: true,
    description: `The items to retry, at most ${maxItems}; all that are not settled if null. Those that are settled, or were not rejected, are left out.`,
  })
  corrections?: CorrectionInput[] | null;

  @Field(() => RejectionCodeEnum, {
    nullable: true,
    description: 'Without `corrections`: only the items that were rejected for this reason.',
  })
  code?: RejectionCode | null;

  @Field(() => String, {
    nullable: true,
    description: 'A unique key of your choice for this retry, as for `bulkImport`.',
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Do everything except storing, as for `bulkImport`.',
  })
  dryRun!: boolean;
}

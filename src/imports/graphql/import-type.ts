import { Field, Int, ObjectType } from 'type-graphql';
import { createConnectionType } from '../../graphql/connection-types.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from '../store/import-counts.js';
import type { ImportRow } from '../store/import-row.js';
import { RejectionCodeEnum } from './rejection-type.js';

@ObjectType('ReasonCount', {
  simpleResolvers: true,
  description: 'How often items of an import were refused for a reason.',
})
export class ReasonCountType {
  @Field(() => RejectionCodeEnum, { description: 'The reason.' })
  code!: RejectionCode;

  @Field(() => Int, { description: 'How many items have it; an item may have several.' })
  count!: number;
}

@ObjectType('Import', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'One import and what became of its items.',
})
export class ImportType extends NodeType implements ImportRow {
  @Field(() => String, { nullable: true, description: 'Where the items came from, as was said.' })
  source!: string | null;

  @Field(() => Int, {
    description: 'How many items were received: the sum of the three counts below.',
  })
  received!: number;

  @Field(() => Int, { description: 'How many items were stored as new records.' })
  inserted!: number;

  @Field(() => Int, { description: 'How many items were stored already.' })
  duplicates!: number;

  @Field(() => Int, { description: 'How many items were refused.' })
  rejected!: number;

  @Field(() => Int, {
    description:
      'How many of the refused items were not kept: an import by `POST /v1/bulk` keeps the first 100,000, as long as they take 64 MB at most. They are in all counts.',
  })
  rejectionsNotKept!: number;

  rejectionBytes!: number;

  @Field(() => DateTimeScalar, { description: 'When the import began.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the import ended; null while it is unfinished.',
  })
  finishedAt!: Date | null;

  reasonCounts!: ReasonCounts;
}

@ObjectType('ImportConnection', { description: 'A page of imports.' })
export class ImportConnectionType extends createConnectionType('Import', () => ImportType) {}

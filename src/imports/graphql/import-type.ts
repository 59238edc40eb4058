import { Field, Int, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import { DateTimeScalar } from '../../graphql/types/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from '../store/import-counts.js';
import type { ImportRow } from '../store/import-row.js';
import { countDescriptions } from './count-descriptions.js';
import { RejectionCodeEnum } from './rejection-type.js';

@RequiresScopes(['imports:read'], ['imports:read-all'], ['imports:write'])
@ObjectType('ReasonCount', {
  simpleResolvers: true,
  description: 'How many items of an import were rejected for a reason.',
})
export class ReasonCountType {
  @Field(() => RejectionCodeEnum, { description: 'The reason.' })
  code!: RejectionCode;

  @Field(() => Int, {
    description: 'How many items were rejected for it; an item may have several reasons.',
  })
  count!: number;
}

@RequiresScopes(['imports:read'], ['imports:read-all'], ['imports:write'])
@ObjectType('Import', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'An import, with the numbers of its items by outcome.',
})
export class ImportType extends NodeType implements ImportRow {
  @Field(() => String, {
    nullable: true,
    description: 'The origin of the items, as given with the import.',
  })
  source!: string | null;

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
      'How many of the rejected items were not stored: an import through `POST /v1/bulk` stores the first 100,000, up to 64 MB. All counts include them.',
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

@RequiresScopes(['imports:read'], ['imports:read-all'])
@ObjectType('ImportConnection', { description: 'A page of imports.' })
export class ImportConnectionType extends createConnectionType('Import', () => ImportType, [
  ['imports:read'],
  ['imports:read-all'],
]) {}

import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import { DateTimeScalar } from '../../graphql/types/scalars.js';
import { NodeType } from '../../nodes/node-type.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from '../store/import-counts.js';
import type { ImportPhase, ImportRow } from '../store/import-row.js';
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

export const ImportStateEnum: { readonly [Name in ImportPhase]: Name } = {
  RUNNING: 'RUNNING',
  FINISHED: 'FINISHED',
  INTERRUPTED: 'INTERRUPTED',
};

registerEnumType(ImportStateEnum, {
  name: 'ImportState',
  description: 'What is happening to an import.',
  valuesConfig: {
    RUNNING: { description: 'Its rows are arriving and being stored.' },
    FINISHED: { description: 'All of its items are stored or rejected.' },
    INTERRUPTED: {
      description:
        'It ended before all of its rows had arrived. What is stored remains, and it can be resumed. If the process that ran it was killed, it is `RUNNING` for another minute.',
    },
  },
});

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

  @Field(() => String, {
    description:
      'The viewer that the import belongs to: `user:` with the name of its issuer and its own, or `anonymous`, or `command line`.',
  })
  owner!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many bytes of the input are done, decompressed; null if it was a list of items, as of `bulkImport`.',
  })
  bytesRead!: number | null;

  reasonCounts!: ReasonCounts;
  activeUntil!: Date | null;
  retryOf!: number | null;
}

@RequiresScopes(['imports:read'], ['imports:read-all'])
@ObjectType('ImportConnection', { description: 'A page of imports.' })
export class ImportConnectionType extends createConnectionType('Import', () => ImportType, [
  ['imports:read'],
  ['imports:read-all'],
]) {}

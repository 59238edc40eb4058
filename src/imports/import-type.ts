import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../connections/connection-types.js';
import { DateTimeScalar } from '../scalars.js';
import type { ImportRow } from './import-loaders.js';

@ObjectType('Import', {
  simpleResolvers: true,
  description: 'One import and what became of its items.',
})
export class ImportType implements ImportRow {
  @Field(() => ID, { description: 'The id, which is never given to another import.' })
  id!: number;

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

  @Field(() => DateTimeScalar, { description: 'When the import began.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the import ended.' })
  finishedAt!: Date | null;
}

@ObjectType('ImportConnection', { description: 'A page of imports.' })
export class ImportConnectionType extends connectionType('Import', () => ImportType) {}

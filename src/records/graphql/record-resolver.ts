import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import type { Context } from '../../graphql/context.js';
import { Cacheable } from '../../graphql/types/cache-hint.js';
import { ImportType } from '../../imports/graphql/import-type.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import { listRecords, RecordListArgs } from './list-records.js';
import { RecordConnectionType, RecordType } from './record-type.js';
import { SiteType } from './site-type.js';

@Resolver(() => RecordType)
export class RecordResolver {
  @RequiresScopes(['records:read'])
  @Query(() => RecordType, {
    nullable: true,
    description: 'The record with this id; null if there is none.',
  })
  record(
    @Arg('id', () => ID, { description: 'The id of a record, or its `databaseId`.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    const number = parseNodeNumber('Record', id);
    return number === undefined ? null : loaders.recordById.load(number);
  }

  @RequiresScopes(['records:read'])
  @Query(() => RecordConnectionType, { description: 'Searches the records.' })
  records(@Args(() => RecordListArgs) args: RecordListArgs, @Ctx() context: Context) {
    return listRecords(context, args);
  }

  @FieldResolver(() => ID, { description: 'The number of the record, as used by the REST calls.' })
  databaseId(@Root() { id }: RecordType) {
    return id;
  }

  @FieldResolver(() => SiteType, { description: 'The host of the URI.' })
  site(@Root() { siteId }: RecordType, @Ctx() { loaders }: Context) {
    return loaders.siteById.load(siteId);
  }

  @Cacheable()
  @RequiresScopes(['imports:read'], ['imports:read-all'])
  @FieldResolver(() => ImportType, {
    nullable: true,
    description:
      'The import that stored the record; null if it is not one that the viewer may read.',
  })
  import(@Root() { importId }: RecordType, @Ctx() { loaders }: Context) {
    return loaders.importById.load(importId);
  }
}

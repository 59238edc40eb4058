import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import type { Context } from '../../graphql/context.js';
import { createConnection, type Page, planPage } from '../../paging/page.js';
import { ForwardPageArgs } from '../../paging/page-args.js';
import { normaliseHost } from '../query/normalise-host.js';
import { type CountedSite, hasSites, readSites } from '../query/read-sites.js';
import { SiteOrder } from '../query/site-order.js';
import { listRecords, RecordListArgs } from './list-records.js';
import { RecordConnectionType } from './record-type.js';
import { SiteConnectionType, SiteType } from './site-type.js';

@ArgsType()
class SiteListArgs extends ForwardPageArgs {
  @Field(() => SiteOrder, {
    defaultValue: SiteOrder.RECORDS_DESC,
    description: 'The order of the list.',
  })
  orderBy!: SiteOrder;
}

@Resolver(() => SiteType)
export class SiteResolver {
  @RequiresScopes(['records:read'])
  @Query(() => SiteType, {
    nullable: true,
    description: 'The site with this host; null if there is none.',
  })
  site(
    @Arg('host', () => String, { description: 'A host, like `www.example.com`.' }) host: string,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.siteByHost.load(normaliseHost(host));
  }

  @RequiresScopes(['records:read'])
  @Query(() => SiteConnectionType, { description: 'Lists the sites that have records.' })
  sites(
    @Args(() => SiteListArgs) { orderBy, ...args }: SiteListArgs,
    @Ctx() { database, loaders }: Context,
  ) {
    const list = {
      name: `sites:${orderBy}`,
      placeOf: ({ id, records }: CountedSite) => ({
        key: orderBy.startsWith('RECORDS_') ? records : id,
        id,
      }),
      hasAny: (page: Page) => hasSites(database, orderBy, page),
    };
    const page = planPage(list.name, args);
    return new SiteConnectionType(async () => {
      const sites = await readSites(database, orderBy, page);
      for (const { id, records } of sites.rows) loaders.recordCount.prime({ siteId: id }, records);
      return createConnection(list, page, sites);
    });
  }

  @FieldResolver(() => Int, { description: 'The number of records of the site.' })
  recordCount(@Root() { id }: SiteType, @Ctx() { loaders }: Context) {
    return loaders.recordCount.load({ siteId: id });
  }

  @FieldResolver(() => RecordConnectionType, { description: 'Searches the records of the site.' })
  records(
    @Root() { id }: SiteType,
    @Args(() => RecordListArgs) args: RecordListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return listRecords(loaders, args, { siteId: id });
  }
}

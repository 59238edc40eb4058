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
import { textsOf } from '../query/filter-to-condition.js';
import { normaliseHost } from '../query/normalise-host.js';
import { hasSites, placeOfSite, readSites } from '../query/read-sites.js';
import { SiteOrder } from '../query/site-order.js';
import { listRecords, RecordListArgs } from './list-records.js';
import { RecordConnectionType } from './record-type.js';
import { SiteFilter } from './site-filter.js';
import { SiteConnectionType, SiteType } from './site-type.js';

@ArgsType()
class SiteListArgs extends ForwardPageArgs {
  @Field(() => SiteOrder, {
    defaultValue: SiteOrder.RECORDS_DESC,
    description: 'The order of the list.',
  })
  orderBy!: SiteOrder;

  @Field(() => SiteFilter, { nullable: true, description: 'Which sites to list; all if null.' })
  filter?: SiteFilter | null;
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
    @Args(() => SiteListArgs) { orderBy, filter, ...args }: SiteListArgs,
    @Ctx() { database, loaders }: Context,
  ) {
    const query = { order: orderBy, hostTexts: textsOf(filter?.host, 'filter.host') };
    const list = {
      name: `sites:${orderBy}`,
      placeOf: placeOfSite(orderBy),
      hasAny: (page: Page) => hasSites(database, query, page),
    };
    const page = planPage(list.name, args);
    return new SiteConnectionType(async () => {
      const sites = await readSites(database, query, page);
      for (const { id, records } of sites.rows) loaders.siteRecordCount.prime(id, records);
      return createConnection(list, page, sites);
    });
  }

  @FieldResolver(() => Int, { description: 'The number of records of the site.' })
  recordCount(@Root() { id }: SiteType, @Ctx() { loaders }: Context) {
    return loaders.siteRecordCount.load(id);
  }

  @FieldResolver(() => RecordConnectionType, { description: 'Searches the records of the site.' })
  records(
    @Root() { id }: SiteType,
    @Args(() => RecordListArgs) args: RecordListArgs,
    @Ctx() context: Context,
  ) {
    return listRecords(context, args, { siteId: id });
  }
}

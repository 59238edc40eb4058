import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { checkPageSize, createConnection, type Page, planPage } from '../../paging/page.js';
import { maxItems } from '../max-items.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from '../store/import-counts.js';
import { BulkImportPayloadType } from './bulk-import-type.js';
import { ImportType, ReasonCountType } from './import-type.js';
import {
  RejectionCodeEnum,
  RejectionConnectionType,
  RejectionType,
  toRejectionType,
} from './rejection-type.js';

/** The arguments of a list of rejections. */
@ArgsType()
class RejectionArgs {
  @Field(() => Int, {
    defaultValue: 100,
    description: `How many rejections, 0 to ${maxItems}, ordered by index.`,
  })
  first!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Only rejections with an index greater than this.',
  })
  after?: number | null;
}

/** The most rejections on a page of a connection. */
const maxRejectionsPerPage = 1000;

const pageBounds = `0 to ${maxRejectionsPerPage}`;

/** The arguments of a connection of rejections. */
@ArgsType()
class RejectionListArgs {
  @Field(() => RejectionCodeEnum, {
    nullable: true,
    description: 'Only items that were rejected for this reason, among others perhaps.',
  })
  code?: RejectionCode | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only items that a retry has stored since, or only those that none has.',
  })
  settled?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many nodes from the start, ${pageBounds}; 20 if neither this nor \`last\` is given.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only nodes after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: `How many nodes from the end, ${pageBounds}.` })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only nodes before this cursor.' })
  before?: string | null;
}

const listName = 'rejections:INDEX_ASC';
const placeOf = ({ index }: RejectionType) => ({ key: index, id: index });

@Resolver(() => ImportType)
export class ImportRejectionsResolver {
  @FieldResolver(() => [ReasonCountType], {
    description: 'How many items were rejected for each reason, most frequent first.',
  })
  reasonCounts(@Root() { reasonCounts }: ImportType): ReasonCountType[] {
    return sortCounts(reasonCounts);
  }

  @FieldResolver(() => [RejectionType], { description: 'The rejected items.' })
  async rejections(
    @Root() { id }: ImportType,
    @Args(() => RejectionArgs) { first, after }: RejectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<RejectionType[]> {
    const range = { first: checkPageSize('first', first, maxItems), after: after ?? undefined };
    return (await loaders.rejections.readRange(id, range)).map(toRejectionType);
  }

  @FieldResolver(() => RejectionConnectionType, {
    description: 'Lists the rejected items, ordered by index.',
  })
  rejectionsConnection(
    @Root() { id, reasonCounts }: ImportType,
    @Args(() => RejectionListArgs) { code, settled, ...args }: RejectionListArgs,
    @Ctx() { loaders: { rejections } }: Context,
  ) {
    const filter = { importId: id, code, isSettled: settled };
    const page = planPage(listName, args, maxRejectionsPerPage);
    const read = async (page: Page) => {
      const { rows, hasMore } = await rejections.readPage(filter, page);
      return { rows: rows.map(toRejectionType), hasMore };
    };
    const hasAny = async (page: Page) => (await read(page)).hasMore;
    const codes = Object.keys(reasonCounts) as RejectionCode[];
    return new RejectionConnectionType({ filter, codes }, async () =>
      createConnection({ name: listName, placeOf, hasAny }, page, await read(page)),
    );
  }
}

@Resolver(() => RejectionConnectionType)
export class RejectionConnectionResolver {
  @FieldResolver(() => Int, { description: 'The number of items in the whole list.' })
  totalCount(@Root() { filter }: RejectionConnectionType, @Ctx() { loaders }: Context) {
    return loaders.rejections.count(filter);
  }

  @FieldResolver(() => [ReasonCountType], {
    description:
      'How many items of the whole list were rejected for each reason, most frequent first.',
  })
  async reasonCounts(
    @Root() { filter, codes }: RejectionConnectionType,
    @Ctx() { loaders }: Context,
  ): Promise<ReasonCountType[]> {
    return sortCounts(await loaders.rejections.countReasons(filter, codes));
  }
}

@Resolver(() => RejectionType)
export class RejectionResolver {
  @FieldResolver(() => ImportType, {
    nullable: true,
    description:
      'The import that settled the item; null if none did, or if it is not one that the viewer may read.',
  })
  settledBy(@Root() { settledBy }: RejectionType, @Ctx() { loaders }: Context) {
    return settledBy === null ? null : loaders.importById.load(settledBy);
  }
}

@Resolver(() => BulkImportPayloadType)
export class BulkImportPayloadResolver {
  @FieldResolver(() => [RejectionType], { description: 'The rejected items.' })
  rejections(
    @Root() { rejections }: BulkImportPayloadType,
    @Args(() => RejectionArgs) { first, after }: RejectionArgs,
  ): RejectionType[] {
    const size = checkPageSize('first', first, maxItems);
    const from = rejections.filter(({ index }) => index > (after ?? -1));
    return from.slice(0, size).map(toRejectionType);
  }
}

function sortCounts(reasonCounts: ReasonCounts): ReasonCountType[] {
  const counts = Object.entries(reasonCounts) as [RejectionCode, number][];
  return counts
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

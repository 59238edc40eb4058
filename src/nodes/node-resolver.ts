import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../graphql/access/requires-scopes.js';
import type { Context, Loaders } from '../graphql/context.js';
import { parseGlobalId } from './global-id.js';
import { type NodeRow, NodeType } from './node-type.js';

@Resolver(() => NodeType)
export class NodeResolver {
  @RequiresScopes(['records:read'], ['imports:read'], ['imports:read-all'])
  @Query(() => NodeType, { nullable: true, description: 'The object with this id, if any.' })
  node(
    @Arg('id', () => ID, { description: 'The id of an object.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    return loadNode(id, loaders);
  }

  @RequiresScopes(['records:read'], ['imports:read'], ['imports:read-all'])
  @Query(() => [NodeType], {
    nullable: 'items',
    description:
      'The objects with these ids, in the same order; null for an id that no object has.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'The ids of objects.' }) ids: readonly string[],
    @Ctx() { loaders }: Context,
  ) {
    return ids.map((id) => loadNode(id, loaders));
  }
}

/** An invalid id is treated like an unknown one: clients learn only whether there is an object. */
async function loadNode(id: string, loaders: Loaders): Promise<NodeRow | null> {
  const key = parseGlobalId(id);
  if (key === undefined) return null;
  const { type, number } = key;
  const row = await loaderOf[type](loaders).load(number);
  return row && { ...row, __typename: type };
}

const loaderOf = {
  Import: ({ importById }: Loaders) => importById,
  Record: ({ recordById }: Loaders) => recordById,
  Site: ({ siteById }: Loaders) => siteById,
};

import { type GraphQLSchema, isInterfaceType } from 'graphql';
import { createGlobalId, type NodeName } from './global-id.js';
import type { NodeRow } from './node-type.js';

interface Row {
  readonly id: number;
}

/**
 * Adds the resolvers of `Node` that type-graphql cannot express efficiently: a field resolver of its own
 * costs several times as much as computing a global id, and its `resolveType` is asynchronous, which
 * compiled queries do not await.
 */
export function addNodeResolvers(schema: GraphQLSchema): void {
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) throw new Error('The schema has no interface "Node".');
  node.resolveType = ({ __typename }: NodeRow) => __typename;
  for (const type of schema.getPossibleTypes(node)) {
    const { id } = type.getFields();
    if (id) id.resolve = (row: Row) => createGlobalId(type.name as NodeName, row.id);
  }
}

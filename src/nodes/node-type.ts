import { Field, ID, InterfaceType } from 'type-graphql';
import type { NodeName } from './global-id.js';

/** A row of which the type is known. */
export interface NodeRow {
  readonly __typename: NodeName;
}

/**
 * What has a global id. Objects are rows with their number as `id`; `addNodeResolvers` makes their
 * global ids of it.
 */
@InterfaceType('Node', {
  description:
    'An object that can be read again by its id, by the GraphQL Global Object Identification Specification.',
})
export abstract class NodeType {
  @Field(() => ID, { description: 'The id, which no other object of any type ever has.' })
  id!: number;
}

import { Field, ID, InterfaceType } from 'type-graphql';
import type { NodeName } from './global-id.js';

/** A row whose type is known. */
export interface NodeRow {
  readonly __typename: NodeName;
}

/** An object with a global id. Values are rows, whose `id` is a number; see `addNodeResolvers`. */
@InterfaceType('Node', {
  description:
    'An object that can be fetched again by its id; see the GraphQL Global Object Identification Specification.',
})
export abstract class NodeType {
  @Field(() => ID, {
    description: 'The id, which is unique among all objects of all types and never reused.',
  })
  id!: number;
}

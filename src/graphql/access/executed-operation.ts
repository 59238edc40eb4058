import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { ScopeRequirement } from '../../viewer/scopes.js';

/** What is about to be executed. */
export interface ExecutedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What else an operation requires for the values of its variables. */
export type FindVariableScopes = (executed: ExecutedOperation) => readonly ScopeRequirement[];

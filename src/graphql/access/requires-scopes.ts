import {
  DirectiveLocation,
  GraphQLDirective,
  type GraphQLField,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLString,
  getDirectiveValues,
} from 'graphql';
import { Directive } from 'type-graphql';
import type { ScopeRequirement } from '../../viewer/scopes.js';

/** The directive of Apollo Federation, with strings as scopes. */
export const requiresScopesDirective = new GraphQLDirective({
  name: 'requiresScopes',
  description:
    'The scopes that a viewer needs to select the field, or any field of the type: all scopes of one of the inner lists.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
  args: {
    scopes: {
      description: 'Lists of scopes, of which one is needed as a whole.',
      type: new GraphQLNonNull(
        new GraphQLList(new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString)))),
      ),
    },
  },
});

/**
 * Requires scopes to select a field, or any field of a type: all scopes of one of the lists. Operations
 * that select it without them are rejected as a whole, before the cache is asked.
 */
export const RequiresScopes = (...alternatives: ScopeRequirement) =>
  Directive(`@requiresScopes(scopes: ${JSON.stringify(alternatives)})`);

/** The scopes that a field or type requires by its directive; undefined if it requires none. */
export function readRequiredScopes({
  astNode,
}: Pick<GraphQLField<unknown, unknown> | GraphQLObjectType, 'astNode'>):
  | ScopeRequirement
  | undefined {
  const values = astNode ? getDirectiveValues(requiresScopesDirective, astNode) : undefined;
  return values?.scopes as ScopeRequirement | undefined;
}

import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, Kind } from 'graphql';
import type { AccessError } from '../../viewer/access-error.js';
import { checkScopes } from '../../viewer/check-scopes.js';
import type { DocumentScopes } from '../access/document-scopes.js';
import type { FindVariableScopes } from '../access/executed-operation.js';
import type { Context } from '../context.js';

/**
 * Rejects operations whose viewer lacks scopes, before they are executed. Most were rejected before the
 * cache was asked; here are those whose documents were not known then, and those whose variables decide.
 */
export function accessPlugin(
  scopes: DocumentScopes,
  findVariableScopes: FindVariableScopes,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return;
          const { notes } = contextValue;
          const { operationName } = request;
          const fragments = new Map(
            document.definitions
              .filter(
                (each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION,
              )
              .map((each) => [each.name.value, each]),
          );
          const ofVariables = findVariableScopes({
            schema,
            operation,
            fragments,
            variables: request.variables ?? {},
          });
          // Viewers that wait for the same response may lack them.
          if (ofVariables.length > 0) notes.viewer.read();
          const required = scopes.find(document, operationName ?? operation.name?.value);
          try {
            notes.viewer.check((viewer) => checkScopes(viewer, [...required, ...ofVariables]));
          } catch (error) {
            notes.refusal = error as AccessError;
            throw error;
          }
        },
      };
    },
  };
}

import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { rewriteDocument, rewriteVariables } from './rewrite-items.js';

/**
 * Makes a value of the wrong type in an item of `bulkImport` reject only that item. Items are rewritten
 * before GraphQL checks types, which would reject the whole request. A custom scalar does not help: it
 * would reject every document that passes a date in a variable of type `String`.
 */
export function itemValuesPlugin(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async validationDidStart(context) {
          Object.assign(context, { document: rewriteDocument(schema, context.document) });
        },
        async didResolveOperation({ request, operation }) {
          if (operation?.operation !== 'mutation' || !request.variables) return;
          request.variables = rewriteVariables(operation, request.variables);
        },
      };
    },
  };
}

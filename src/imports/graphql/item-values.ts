import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { readableDocument, readableVariables } from './readable-items.js';

/**
 * Has a wrong value in an item of `bulkImport` reject that item alone. This comes before GraphQL looks
 * at types, which would refuse the request; a scalar of its own would refuse each document that hands
 * in a date by a variable of type `String`.
 */
export function itemValues(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async validationDidStart(context) {
          Object.assign(context, { document: readableDocument(schema, context.document) });
        },
        async didResolveOperation({ request, operation }) {
          if (operation?.operation !== 'mutation' || !request.variables) return;
          request.variables = readableVariables(operation, request.variables);
        },
      };
    },
  };
}

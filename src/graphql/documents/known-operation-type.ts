import { GraphQLError, type ValidationRule } from 'graphql';

/** Rejects operation types that the schema lacks (subscriptions), which GraphQL.js 16 does only on execution. */
export const knownOperationType: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    const message = `The document has a ${node.operation}; this service supports none.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});

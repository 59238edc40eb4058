import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses subscriptions, as the schema has none: GraphQL itself notices that only on execution. */
export const knownOperationType: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    const message = `The document has a ${node.operation}; this service has none.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});

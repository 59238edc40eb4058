import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/**
 * Tells clients which argument of a document is at fault, by its dotted path: GraphQL's own errors
 * give only a line and a column. The code that a scalar gave its error is kept as `cause`, as
 * Apollo Server replaces it.
 */
export const nameArgument: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async validationDidStart(context) {
        return async (errors) => {
          // What is validated need not be what was parsed.
          const { document } = context;
          for (const error of errors ?? []) {
            if (!(error instanceof GraphQLError)) continue;
            const { nodes, extensions } = error;
            const argument = nodes?.[0] && document && argumentPath(document, nodes[0]);
            Object.assign(extensions, { cause: extensions.code, ...(argument && { argument }) });
          }
        };
      },
    };
  },
};

/** The names of the argument and the input fields around a value; undefined outside arguments. */
function argumentPath(document: DocumentNode, wanted: ASTNode): string | undefined {
  const path: string[] = [];
  let found: string | undefined;
  visit(document, {
    enter(node) {
      if (found !== undefined) return false;
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD)
        path.push(node.name.value);
      if (node === wanted && path.length > 0) found = path.join('.');
      return undefined;
    },
    leave(node) {
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) path.pop();
    },
  });
  return found;
}

import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/**
 * Adds to validation errors the dotted path of the faulty argument: GraphQL's own errors give only a
 * line and a column. The code that a scalar gave its error is kept as `cause`, as Apollo Server
 * replaces it.
 */
export const argumentPathPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async validationDidStart(context) {
        return async (errors) => {
          // The limits plugin may have replaced the parsed document.
          const { document } = context;
          for (const error of errors ?? []) {
            if (!(error instanceof GraphQLError)) continue;
            const { nodes, extensions } = error;
            const argument = nodes?.[0] && document && findArgumentPath(document, nodes[0]);
            Object.assign(extensions, { cause: extensions.code, ...(argument && { argument }) });
          }
        };
      },
    };
  },
};

/**
 * Finds the path to a value: the names of the argument, or the variable with a default, and of the
 * input fields around it. Undefined for other nodes.
 */
function findArgumentPath(document: DocumentNode, target: ASTNode): string | undefined {
  const path: string[] = [];
  let found: string | undefined;
  visit(document, {
    enter(node) {
      if (found !== undefined) return false;
      const name = getName(node);
      if (name !== undefined) path.push(name);
      if (node === target && path.length > 0 && node.kind !== Kind.VARIABLE_DEFINITION)
        found = path.join('.');
      return undefined;
    },
    leave(node) {
      if (getName(node) !== undefined) path.pop();
    },
  });
  return found;
}

function getName(node: ASTNode): string | undefined {
  if (node.kind === Kind.VARIABLE_DEFINITION) return node.variable.name.value;
  const isNamed = node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD;
  return isNamed ? node.name.value : undefined;
}

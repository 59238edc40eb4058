import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import { fragmentsByName } from '../ast/definitions.js';
import type { Context } from '../context.js';

/** The largest body of an operation that does not import, in bytes. */
const maxBytesWithoutImport = 1024 * 1024;

// The only fields whose input can be larger than that.
const importFields: readonly string[] = ['bulkImport', 'retryRejections'];

/**
 * Rejects large bodies of operations that do not import. A request can name its operation in several
 * ways, and only the GraphQL server knows which one it executes, so the body is parsed before. Responses
 * to so large a body are never cached, so that each request comes here.
 */
export const bodyLimitPlugin: ApolloServerPlugin<Context> = {
  async requestDidStart({ contextValue: { bodyBytes } }) {
    if (bodyBytes <= maxBytesWithoutImport) return;
    return {
      async didResolveOperation({ document, operation }) {
        if (operation && selects(importFields, document, operation)) return;
        const error = new RequestError(
          'BODY_TOO_LARGE',
          `The body has ${bodyBytes} bytes; at most ${maxBytesWithoutImport} are allowed for an operation without "${importFields.join('" or "')}".`,
        );
        error.extensions.http = { status: 413 };
        throw error;
      },
    };
  },
};

/** Whether an operation of a valid document selects one of these fields at its root. */
function selects(
  names: readonly string[],
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): boolean {
  const unvisited = fragmentsByName(document);
  const isIn = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return names.includes(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet);
      const fragment = unvisited.get(selection.name.value);
      // Once, as a document can use it an exponential number of times.
      unvisited.delete(selection.name.value);
      return fragment !== undefined && isIn(fragment.selectionSet);
    });
  return isIn(selectionSet);
}

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

// The only field whose input can be larger than that.
const importField = 'bulkImport';

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
        if (operation && selects(importField, document, operation)) return;
        const error = new RequestError(
          'BODY_TOO_LARGE',
          `The body has ${bodyBytes} bytes; at most ${maxBytesWithoutImport} are allowed for an operation without "${importField}".`,
        );
        error.extensions.http = { status: 413 };
        throw error;
      },
    };
  },
};

/** Whether an operation of a valid document selects a field at its root. */
function selects(
  name: string,
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
): boolean {
  const unvisited = fragmentsByName(document);
  const isIn = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet);
      const fragment = unvisited.get(selection.name.value);
      // Once, as a document can use it an exponential number of times.
      unvisited.delete(selection.name.value);
      return fragment !== undefined && isIn(fragment.selectionSet);
    });
  return isIn(selectionSet);
}

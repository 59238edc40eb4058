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

/** The largest body, in bytes, of an operation that imports nothing. */
const maxBytesWithoutItems = 1024 * 1024;

// The only field that takes more than a page can hold.
const importingField = 'bulkImport';

/**
 * Refuses the large bodies of operations that import nothing. Only the engine knows which operation a
 * request means, in whatever way it names it, and so it is parsed before. No answer to so large a body is
 * kept, so that each comes here.
 */
export const bodyLimitPlugin: ApolloServerPlugin<Context> = {
  async requestDidStart({ contextValue: { bodyBytes } }) {
    if (bodyBytes <= maxBytesWithoutItems) return;
    return {
      async didResolveOperation({ document, operation }) {
        if (operation && selects(importingField, document, operation)) return;
        const refusal = new RequestError(
          'BODY_TOO_LARGE',
          `The body has ${bodyBytes} bytes; at most ${maxBytesWithoutItems} are taken for an operation without "${importingField}".`,
        );
        refusal.extensions.http = { status: 413 };
        throw refusal;
      },
    };
  },
};

/** Whether an operation of a valid document has a field at its root. */
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

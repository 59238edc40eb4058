import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { RateLimit } from '../../rate-limit/rate-limit.js';
import type { Context, ExecutionNotes } from '../context.js';

/** Counts the rows that an operation imports, with its variables as they were sent. */
export type CountRows = (
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
) => number;

/**
 * Charges operations that are about to be executed to their caller, and refuses those of a caller that has
 * nothing left. Responses of the cache never come here; for them, the request itself is charged.
 */
export function rateLimitPlugin(
  limit: RateLimit,
  countRows: CountRows,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue: { notes } }) {
      const { caller } = notes;
      if (!caller) return;
      const takeTime = async () => {
        const startedAt = performance.now();
        return async () => notes.addBusyTime(performance.now() - startedAt);
      };
      return {
        // Both keep this process from all other work, and a document may be sent for nothing else.
        parsingDidStart: takeTime,
        validationDidStart: takeTime,
        // Not on `didResolveOperation`: others still check there whether the operation may be executed.
        async responseForOperation({ document, operation, request: { variables = {} } }) {
          const isImport = operation.operation === 'mutation';
          const rows = isImport ? countRows(operation, document, variables) : 0;
          await chargeOperation(limit, notes, rows);
          return notes.refusal ? refuse(notes.refusal) : null;
        },
      };
    },
  };
}

/** Charges an operation whose cost is noted, unless it was charged before; notes why it is refused, if it is. */
export async function chargeOperation(
  limit: RateLimit,
  notes: ExecutionNotes,
  rows: number,
): Promise<void> {
  const { caller, cost } = notes;
  if (!caller || notes.isCharged) return;
  notes.isCharged = true;
  notes.refusal = await limit.chargeOperation(caller, { cost, rows });
}

/** What the refusal replaces, see `ExecutionNotes.refusal`. */
function refuse(error: GraphQLError) {
  const http = { headers: new HeaderMap() };
  return { http, body: { kind: 'single' as const, singleResult: { errors: [error.toJSON()] } } };
}

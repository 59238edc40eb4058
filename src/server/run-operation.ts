import type { FastifyReply } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type StoredOperationName, storedOperation } from '../operations/stored-operations.js';
import type { GraphqlService } from './graphql-service.js';

/** Runs a stored operation for a reply and returns its data; throws a {@link StoredOperationError}. */
export type RunOperation = <Data>(
  reply: FastifyReply,
  name: StoredOperationName,
  variables: Record<string, unknown>,
) => Promise<Data>;

/** The first error of an operation, formatted as clients see it. */
export class StoredOperationError extends GraphQLError {
  override readonly name = 'StoredOperationError';

  constructor(error: GraphQLFormattedError) {
    super(error.message, { extensions: error.extensions ?? null });
  }
}

const headers = { 'content-type': 'application/json' };

/** Makes the function by which the REST routes reach GraphQL, its response cache included. */
export function operationRunner(answer: GraphqlService): RunOperation {
  return async <Data>(
    reply: FastifyReply,
    name: StoredOperationName,
    variables: Record<string, unknown>,
  ) => {
    const { id } = storedOperation(name);
    const { body } = await answer(reply, {
      method: 'POST',
      headers,
      search: '',
      body: { documentId: id, variables },
    });
    const { data, errors } = JSON.parse(String(body)) as {
      data: Data;
      errors?: readonly GraphQLFormattedError[];
    };
    if (errors?.[0]) throw new StoredOperationError(errors[0]);
    return data;
  };
}

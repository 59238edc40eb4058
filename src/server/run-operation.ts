import type { ApolloServer } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../context.js';
import { type StoredOperationName, storedOperation } from '../operations/stored-operations.js';

/** Runs a stored operation for a request and returns its data; throws a {@link StoredOperationError}. */
export type RunOperation = <Data>(
  request: FastifyRequest,
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

/** Makes the function by which the REST routes reach GraphQL. */
export function operationRunner(
  apollo: ApolloServer<Context>,
  contextOf: (request: FastifyRequest) => Context,
): RunOperation {
  return async <Data>(
    request: FastifyRequest,
    name: StoredOperationName,
    variables: Record<string, unknown>,
  ) => {
    const { body } = await apollo.executeOperation(
      { query: storedOperation(name), variables },
      { contextValue: contextOf(request) },
    );
    if (body.kind !== 'single') throw new Error(`The operation ${name} answered in parts.`);
    const { data, errors } = body.singleResult;
    if (errors?.[0]) throw new StoredOperationError(errors[0]);
    return data as Data;
  };
}

import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';

/** Logs an internal error and returns what the client may know of it: the id of the log line. */
export function maskError(error: unknown, logger: FastifyBaseLogger): GraphQLFormattedError {
  const errorId = randomUUID();
  logger.error({ err: error, errorId }, 'A request failed with an internal error.');
  return {
    message: `Internal server error (reference ${errorId}).`,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

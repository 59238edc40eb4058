import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { isErrorCode } from '../errors.js';

/**
 * Lets errors of the closed list through and masks all others: their messages may hold SQL, paths
 * or data. The client gets an id under which the log has the whole error.
 */
export function errorFormatter(logger: FastifyBaseLogger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const {
      code,
      cause,
      argument = variableAtFault(formatted.message),
    } = formatted.extensions ?? {};
    const shown = isErrorCode(cause) ? cause : code;
    if (isErrorCode(shown) && shown !== 'INTERNAL_SERVER_ERROR') {
      return { ...formatted, extensions: { code: shown, ...(argument ? { argument } : {}) } };
    }
    const masked = maskedError(unwrapResolverError(error), logger);
    const { path, locations } = formatted;
    return { ...masked, ...(path && { path }), ...(locations && { locations }) };
  };
}

/** Logs a fault of the service and returns what a client may know of it. */
export function maskedError(error: unknown, logger: FastifyBaseLogger): GraphQLFormattedError {
  const errorId = randomUUID();
  logger.error({ err: error, errorId }, 'A request failed by a fault of the service.');
  return {
    message: `The service failed; the log has the reason under the id ${errorId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/** The path that GraphQL names when a variable does not fit its type. */
function variableAtFault(message: string): string | undefined {
  const [, variable, path] =
    /^Variable "\$(\w+)" (?:got invalid value .*? at "([\w.[\]]+)"; )?/s.exec(message) ?? [];
  return path ?? variable;
}

import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AbandonedError } from '../concurrency/waiter.js';
import type { Config } from '../config/config.js';
import type { Level } from '../config/level.js';
import { createUnavailableError } from '../database/open-database.js';
import { maskError } from '../errors/mask-error.js';
import { type ErrorCode, isErrorCode } from '../errors/request-error.js';
import { explainParserLimit } from './limits/parse-options.js';

/**
 * Passes errors of the closed list on and masks all others, as their messages may contain SQL, paths or
 * data. The client gets an id under which the log has the whole error.
 */
export function createErrorFormatter(
  logger: FastifyBaseLogger,
  { production, operations }: Config,
  isUnavailable: (error: unknown) => boolean,
) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const {
      code,
      cause,
      argument = findInvalidVariable(formatted.message),
    } = formatted.extensions ?? {};
    if (formatted.path === undefined) {
      const fault = explainDocumentFault(formatted, error, operations.level);
      if (fault !== undefined) return fault;
    }
    const shown = isErrorCode(cause) ? cause : (findCodeByStatus(error) ?? code);
    if (isErrorCode(shown) && shown !== 'INTERNAL_SERVER_ERROR') {
      const message = production ? withoutSuggestion(formatted.message) : formatted.message;
      return {
        ...formatted,
        message,
        extensions: { code: shown, ...(argument ? { argument } : {}) },
      };
    }
    const original = unwrapResolverError(error);
    // Nobody will see it, and nothing has failed.
    if (original instanceof AbandonedError) return formatted;
    const masked = isUnavailable(original)
      ? createUnavailableError(original).toJSON()
      : maskError(original, logger);
    const { path, locations } = formatted;
    return { ...masked, ...(path && { path }), ...(locations && { locations }) };
  };
}

// Apollo Server hides suggestions only when it validates, not when it coerces variables.
const withoutSuggestion = (message: string) => message.replace(/ Did you mean [^?]*\?$/, '');

// Apollo Server uses the same code for every malformed request.
const codesByStatus: ReadonlyMap<unknown, ErrorCode> = new Map([
  [405, 'METHOD_NOT_ALLOWED'],
  [406, 'NOT_ACCEPTABLE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

function findCodeByStatus(error: unknown): ErrorCode | undefined {
  if (!(error instanceof GraphQLError) || error.extensions.code !== 'BAD_REQUEST') return undefined;
  return codesByStatus.get((error.extensions.http as { status?: number } | undefined)?.status);
}

/** Explains why a document failed before execution, if only the message of the error says so. */
function explainDocumentFault({ message }: GraphQLFormattedError, error: unknown, level: Level) {
  const tooLarge = explainParserLimit(message);
  if (tooLarge) return { message: tooLarge.message, extensions: tooLarge.extensions };
  const extensions = { code: 'BAD_REQUEST' };
  // Parsing is recursive, so the stack limits how deep a request may be nested.
  if (/Maximum call stack size exceeded/.test(message)) {
    return { message: 'The request is nested too deeply.', extensions };
  }
  if (message === 'Operation batching disabled.') {
    const batch = 'The body is a list; expected an object with one operation.';
    return { message: batch, extensions };
  }
  if (message.startsWith('Too many errors processing variables')) {
    const more = 'There are more errors in the variables.';
    return { message: more, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (message.startsWith('GraphQL operations must contain a non-empty `query`')) {
    return { message: level === 'only' ? noId : noDocument, extensions };
  }
  // Apollo Server's own errors about persisted queries have no code.
  const hasNoCode = error instanceof GraphQLError && error.extensions.code === undefined;
  return hasNoCode && !error.originalError && /sha does not match|persisted query/.test(message)
    ? { message, extensions }
    : undefined;
}

const noId =
  'The request has no document id; send the id of a document of this service as "documentId".';
const noDocument =
  'The request has no document; send its text as "query", or the id of a document of this service as "documentId".';

/** Finds the variable, with its path, in an error about a variable that does not match its type. */
function findInvalidVariable(message: string): string | undefined {
  const [, variable, path] =
    /^Variable "\$(\w+)" (?:got invalid value .*? at "([\w.[\]]+)"; )?/s.exec(message) ?? [];
  return path ?? variable;
}

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
 * Lets errors of the closed list through and masks all others: their messages may hold SQL, paths
 * or data. The client gets an id under which the log has the whole error.
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
      argument = variableAtFault(formatted.message),
    } = formatted.extensions ?? {};
    if (formatted.path === undefined) {
      const fault = faultOfTheDocument(formatted, error, operations.level);
      if (fault !== undefined) return fault;
    }
    const shown = isErrorCode(cause) ? cause : (codeOfStatus(error) ?? code);
    if (isErrorCode(shown) && shown !== 'INTERNAL_SERVER_ERROR') {
      const message = production ? withoutSuggestion(formatted.message) : formatted.message;
      return {
        ...formatted,
        message,
        extensions: { code: shown, ...(argument ? { argument } : {}) },
      };
    }
    const original = unwrapResolverError(error);
    // Nobody will see it, and nothing is at fault.
    if (original instanceof AbandonedError) return formatted;
    const masked = isUnavailable(original)
      ? createUnavailableError(original).toJSON()
      : maskError(original, logger);
    const { path, locations } = formatted;
    return { ...masked, ...(path && { path }), ...(locations && { locations }) };
  };
}

// Apollo Server hides them only where it validates, not where it reads variables.
const withoutSuggestion = (message: string) => message.replace(/ Did you mean [^?]*\?$/, '');

// Apollo Server gives every request that it refuses for its form the same code.
const codesOfStatus: ReadonlyMap<unknown, ErrorCode> = new Map([
  [405, 'METHOD_NOT_ALLOWED'],
  [406, 'NOT_ACCEPTABLE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
]);

function codeOfStatus(error: unknown): ErrorCode | undefined {
  if (!(error instanceof GraphQLError) || error.extensions.code !== 'BAD_REQUEST') return undefined;
  return codesOfStatus.get((error.extensions.http as { status?: number } | undefined)?.status);
}

/** What is wrong with a document that failed before it ran, where only the message tells. */
function faultOfTheDocument({ message }: GraphQLFormattedError, error: unknown, level: Level) {
  const tooLarge = explainParserLimit(message);
  if (tooLarge) return { message: tooLarge.message, extensions: tooLarge.extensions };
  const extensions = { code: 'BAD_REQUEST' };
  // Reading is recursive, so it is the stack that bounds how deep a request may be nested.
  if (/Maximum call stack size exceeded/.test(message)) {
    return { message: 'The request is nested too deep to be read.', extensions };
  }
  if (message === 'Operation batching disabled.') {
    const said = 'The body is a list; one operation is answered at a time, sent as an object.';
    return { message: said, extensions };
  }
  if (message.startsWith('Too many errors processing variables')) {
    const said = 'The variables have more errors than these.';
    return { message: said, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (message.startsWith('GraphQL operations must contain a non-empty `query`')) {
    return { message: level === 'only' ? noId : noDocument, extensions };
  }
  // Apollo Server gives its own errors about persisted queries no code.
  const uncoded = error instanceof GraphQLError && error.extensions.code === undefined;
  return uncoded && !error.originalError && /sha does not match|persisted query/.test(message)
    ? { message, extensions }
    : undefined;
}

const noId =
  'The request names no document: send the id of one that this service has as "documentId"; it takes no others.';
const noDocument =
  'The request has no document: send its text as "query", or the id of one that this service has as "documentId".';

/** The path that GraphQL names when a variable does not fit its type. */
function variableAtFault(message: string): string | undefined {
  const [, variable, path] =
    /^Variable "\$(\w+)" (?:got invalid value .*? at "([\w.[\]]+)"; )?/s.exec(message) ?? [];
  return path ?? variable;
}

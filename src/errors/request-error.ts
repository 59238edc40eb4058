import { GraphQLError } from 'graphql';

/**
 * Every error code that a client can receive, with its meaning and the HTTP status that the REST API
 * gives it. Over GraphQL the code is in `errors[].extensions.code`. Any other error is masked as
 * `INTERNAL_SERVER_ERROR`. The page docs/reference/errors.md is generated from this list.
 */
export const errorCodes = {
  ARGUMENT_INVALID: {
    status: 400,
    meaning: 'An argument has a value that its type or its bounds do not allow.',
  },
  PAGE_SIZE_INVALID: { status: 400, meaning: '`first` or `last` is out of bounds.' },
  PAGE_ARGUMENTS_CONFLICT: { status: 400, meaning: 'Both `first` and `last` were passed.' },
  CURSOR_INVALID: {
    status: 400,
    meaning: '`after` or `before` is not a cursor of this list in this order.',
  },
  DATE_INVALID: {
    status: 400,
    meaning: 'A date in a filter is not in an ISO 8601 format, or does not exist.',
  },
  FILTER_TOO_COMPLEX: {
    status: 400,
    meaning: 'A filter is nested too deeply or has too many parts.',
  },
  RESULT_TOO_LARGE: {
    status: 400,
    meaning: 'A histogram would have too many buckets, or the rejections exceed 16 MB.',
  },
  IMPORT_TOO_LARGE: {
    status: 413,
    meaning: 'The import has more items than one mutation accepts.',
  },
  COLUMN_MISSING: {
    status: 400,
    meaning:
      'A file has no column, or its first items have no member, for the title, URI or date. Nothing was stored.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    meaning: 'The idempotency key was used for a different import in the last 24 hours.',
  },
  IMPORT_NOT_FOUND: {
    status: 404,
    meaning: 'There is no import with this id that the viewer may read.',
  },
  UNAUTHENTICATED: {
    status: 401,
    meaning:
      'The bearer token is not valid, or the request has none and needs scopes that requests without a token do not have; `extensions.scopes` lists them.',
  },
  FORBIDDEN: {
    status: 403,
    meaning: 'The viewer lacks the scopes in `extensions.scopes`.',
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    meaning:
      'The keys with which the token would be verified have not been loaded yet; try again after the number of seconds in `Retry-After`.',
  },
  RATE_LIMITED: {
    status: 429,
    meaning:
      'The caller has used up its share; try again after the number of seconds in `Retry-After`.',
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    meaning:
      'The audit log cannot be written, and nothing is imported or exported without it; try again later.',
  },
  NOT_FOUND: { status: 404, meaning: 'There is nothing with this id, or at this URL.' },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The URL does not support this HTTP method.' },
  NOT_ACCEPTABLE: {
    status: 406,
    meaning: 'The `Accept` header allows none of the available media types.',
  },
  REQUEST_TIMEOUT: { status: 408, meaning: 'The request was not completed in time.' },
  ADDRESS_TOO_LONG: { status: 414, meaning: 'The URL is longer than 16 KB.' },
  BODY_TOO_LARGE: {
    status: 413,
    meaning:
      'The request body, uncompressed, exceeds 16 MB, or 1 MB without `bulkImport` or `retryRejections`; for `POST /v1/bulk`, it exceeds `BULK_MEGABYTES`. Or it is over 1 MB and more than 100 times its compressed size.',
  },
  BODY_TOO_COMPLEX: {
    status: 400,
    meaning:
      'The JSON of a GraphQL request has more than 200,000 structural characters (`{`, `[` and `,` outside strings), or more than 64 levels of nesting.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    meaning: 'The URL and headers of the request together exceed 32 KB.',
  },
  MISDIRECTED_REQUEST: {
    status: 421,
    meaning: 'The service does not serve the `Host` of the request; see `ALLOWED_HOSTS`.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning:
      'The request body has a media type or content encoding that is not supported here, or is not valid UTF-8.',
  },
  BAD_REQUEST: {
    status: 400,
    meaning: 'The request is not a well-formed GraphQL or JSON request.',
  },
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document has a GraphQL syntax error.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document does not match the schema.' },
  DOCUMENT_TOO_LARGE: {
    status: 400,
    meaning: 'The document has too many tokens, comments or characters.',
  },
  SELECTION_TOO_DEEP: {
    status: 400,
    meaning: 'The operation selects fields that are nested too deeply.',
  },
  TOO_MANY_ALIASES: { status: 400, meaning: 'The operation has too many aliases.' },
  TOO_MANY_ROOT_FIELDS: {
    status: 400,
    meaning: 'The operation selects too many root fields.',
  },
  TOO_MANY_FIELDS: {
    status: 400,
    meaning: 'The document selects too many fields, counted at every use of a fragment.',
  },
  TOO_MANY_REPEATED_FIELDS: {
    status: 400,
    meaning: 'The document selects too many fields repeatedly in the same place.',
  },
  TOO_MANY_DIRECTIVES: {
    status: 400,
    meaning: 'The document has too many directives at one location.',
  },
  LIST_TOO_LONG: { status: 400, meaning: 'A list in an argument or variable is too long.' },
  COST_TOO_HIGH: {
    status: 400,
    meaning: 'The operation costs more than `LIMIT_COST`; smaller pages cost less.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    meaning: 'The document contains no operation, or several and none was named.',
  },
  BAD_USER_INPUT: { status: 400, meaning: 'A variable does not match its type.' },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    meaning: 'The hash is not known yet: send it again together with the document.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 200,
    meaning: 'Automatic persisted queries are off: send the id of a document from a manifest.',
  },
  PERSISTED_DOCUMENT_NOT_FOUND: { status: 404, meaning: 'There is no document with this id.' },
  DOCUMENT_NOT_SAFELISTED: {
    status: 403,
    meaning: 'The document is in no manifest, and only those of the manifests are executed.',
  },
  DOCUMENT_ID_REQUIRED: {
    status: 403,
    meaning: 'A document was sent, but only document ids are accepted.',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    meaning:
      'The database is not responding; try again later. Items that are already stored will then count as duplicates.',
  },
  SEARCH_TIMEOUT: {
    status: 503,
    meaning:
      'A search took longer than `SEARCH_TIMEOUT_MS`, or than the database allows; a narrower one may succeed.',
  },
  SERVICE_BUSY: {
    status: 503,
    meaning: 'The service is at capacity; try again after the number of seconds in `Retry-After`.',
  },
  SERVICE_STOPPING: {
    status: 503,
    meaning:
      'The service is shutting down and accepts no more rows of an import; send it again later.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    meaning: 'Internal error. The message contains the id under which it was logged.',
  },
} as const;

/** A code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** Whether a code is one that clients may receive. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

/** An error of the request. The client receives the message as it is. */
export class RequestError extends GraphQLError {
  override readonly name = 'RequestError';

  /**
   * @param code one of {@link errorCodes}
   * @param message a full sentence: what was received, and what is allowed
   * @param argument the argument at fault; a dotted path for a field of an input object
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    argument?: string,
  ) {
    super(message, { extensions: argument === undefined ? { code } : { code, argument } });
  }
}

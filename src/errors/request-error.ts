import { GraphQLError } from 'graphql';

/**
 * Every error code that a client can meet, with the HTTP status that the REST façade gives it and
 * what it means. Over GraphQL the code stands in `errors[].extensions.code`. The page
 * docs/reference/errors.md is generated from this list; any other error is masked as `INTERNAL_SERVER_ERROR`.
 */
export const errorCodes = {
  ARGUMENT_INVALID: {
    status: 400,
    meaning: 'An argument has a value that its type or its bounds do not allow.',
  },
  PAGE_SIZE_INVALID: { status: 400, meaning: '`first` or `last` is out of bounds.' },
  PAGE_ARGUMENTS_CONFLICT: { status: 400, meaning: '`first` and `last` were both given.' },
  CURSOR_INVALID: {
    status: 400,
    meaning: '`after` or `before` is no cursor of this list in this order.',
  },
  DATE_INVALID: {
    status: 400,
    meaning: 'A date of a filter is in no ISO form, or does not exist.',
  },
  FILTER_TOO_COMPLEX: {
    status: 400,
    meaning: 'A filter is nested too deep or has too many parts.',
  },
  RESULT_TOO_LARGE: {
    status: 400,
    meaning: 'A histogram would have too many buckets, or rejections over 16 MB.',
  },
  IMPORT_TOO_LARGE: { status: 413, meaning: 'An import has more items than one mutation takes.' },
  COLUMN_MISSING: {
    status: 400,
    meaning:
      'A file names no column, or its first items no member, for the title, the uri or the date. Nothing was stored.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    meaning: 'The idempotency key was used in the last 24 hours, for another import.',
  },
  NOT_FOUND: { status: 404, meaning: 'Nothing is stored under this id, or at this address.' },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The address does not answer this HTTP method.' },
  NOT_ACCEPTABLE: {
    status: 406,
    meaning: 'The `Accept` header allows no form in which an answer can be sent.',
  },
  REQUEST_TIMEOUT: { status: 408, meaning: 'The request was not complete in time.' },
  ADDRESS_TOO_LONG: { status: 414, meaning: 'The address is over 16 KB.' },
  BODY_TOO_LARGE: {
    status: 413,
    meaning:
      'The body of the request, uncompressed, is over 16 MB, or over 1 MB without `bulkImport`; that of a `POST /v1/bulk`, over `BULK_MEGABYTES`. Or it is over 1 MB, and over 100 times as large as it was sent.',
  },
  BODY_TOO_COMPLEX: {
    status: 400,
    meaning:
      'The JSON of a GraphQL request has more than 200,000 structural characters (`{`, `[` and `,` outside of strings), or is nested more than 64 levels deep.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    meaning: 'The address and the headers of the request are together over 32 KB.',
  },
  MISDIRECTED_REQUEST: {
    status: 421,
    meaning:
      'The `Host` of the request is none for which the service answers; see `ALLOWED_HOSTS`.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning:
      'The body is not in UTF-8, packed in an unknown way, or of a media type that is not taken there.',
  },
  BAD_REQUEST: { status: 400, meaning: 'The request is no well-formed GraphQL or JSON request.' },
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document is not in GraphQL syntax.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document does not fit the schema.' },
  DOCUMENT_TOO_LARGE: {
    status: 400,
    meaning: 'The document has more tokens, comments or characters than are read.',
  },
  SELECTION_TOO_DEEP: {
    status: 400,
    meaning: 'The operation selects fields too many levels deep.',
  },
  TOO_MANY_ALIASES: { status: 400, meaning: 'The operation has too many aliases.' },
  TOO_MANY_ROOT_FIELDS: {
    status: 400,
    meaning: 'The operation selects too many fields at its root.',
  },
  TOO_MANY_FIELDS: {
    status: 400,
    meaning: 'The document selects too many fields, counted wherever a fragment is used.',
  },
  TOO_MANY_REPEATED_FIELDS: {
    status: 400,
    meaning: 'The document selects too many fields where they are selected already.',
  },
  TOO_MANY_DIRECTIVES: { status: 400, meaning: 'The document has too many directives at a place.' },
  LIST_TOO_LONG: { status: 400, meaning: 'A list in an argument or a variable is too long.' },
  COST_TOO_HIGH: {
    status: 400,
    meaning: 'The operation costs more than one may; smaller pages cost less.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    meaning: 'The document holds no operation, or several and none was named.',
  },
  BAD_USER_INPUT: { status: 400, meaning: 'A variable does not fit its type.' },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    meaning: 'The hash is not known yet: send it once more together with the document.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 200,
    meaning:
      'This form of persisted queries is not taken here: send the id of a document of a manifest.',
  },
  PERSISTED_DOCUMENT_NOT_FOUND: { status: 404, meaning: 'No document has this id.' },
  DOCUMENT_NOT_SAFELISTED: {
    status: 403,
    meaning: 'The document is in no manifest, and no others are run here.',
  },
  DOCUMENT_ID_REQUIRED: {
    status: 403,
    meaning: 'A document was sent where only ids of documents are taken.',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    meaning:
      'The database does not answer at the moment; try again later. Items that are stored already will count as duplicates then.',
  },
  SEARCH_TIMEOUT: {
    status: 503,
    meaning:
      'A search took longer than `SEARCH_TIMEOUT_MS`, or than the database allows; a narrower one may not.',
  },
  SERVICE_BUSY: {
    status: 503,
    meaning:
      'The service has as much to do as it takes on at once; try again after the seconds of the header `Retry-After`.',
  },
  SERVICE_STOPPING: {
    status: 503,
    meaning:
      'The service is about to end, and takes no more rows of an import; send it again later.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    meaning: 'A fault of the service. The message holds the id under which it was logged.',
  },
} as const;

/** A code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** Whether a code is one that clients may see. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

/** A fault of the request, for which the client gets the message as it stands. */
export class RequestError extends GraphQLError {
  override readonly name = 'RequestError';

  /**
   * @param code one of the closed list
   * @param message a full sentence: what was received, and what is allowed
   * @param argument the argument at fault, with a dotted path for a field of an input
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    argument?: string,
  ) {
    super(message, { extensions: argument === undefined ? { code } : { code, argument } });
  }
}

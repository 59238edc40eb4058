import type { FastifyReply } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { StoredResponse } from '../../cache/stored-response.js';
import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../graphql/documents/service-operations.js';
import type { FoundResponse, GraphqlService } from '../../graphql/graphql-service.js';
import type { CompressibleBody } from '../../http/replies/compressed-bodies.js';

/** What a REST call sends of the data of an operation. */
export interface RestContent {
  readonly json: string;
}

/** The result of an operation for a REST call. */
export interface OperationResult<Content> {
  readonly content: Content;
  /** What compresses it once for all requests; undefined where it was made for one request alone. */
  readonly kept: CompressibleBody | undefined;
}

/**
 * Runs a service operation for a reply and returns its data as converted by `toContent`, which is called
 * once for a response that is kept. Throws a {@link StoredOperationError}.
 *
 * @param toContent always the same function for the same operation
 */
export type RunOperation = <Data, Content extends RestContent>(
  reply: FastifyReply,
  name: ServiceOperationName,
  variables: Record<string, unknown>,
  toContent: (data: Data) => Content,
) => Promise<OperationResult<Content>>;

/** The first error of an operation, formatted as clients see it. */
class StoredOperationError extends GraphQLError {
  override readonly name = 'StoredOperationError';

  constructor(error: GraphQLFormattedError) {
    super(error.message, { extensions: error.extensions ?? null });
  }
}

const headers = { 'content-type': 'application/json' };

/** Creates the function by which the REST routes run GraphQL operations, through its response cache. */
export function createOperationRunner(find: GraphqlService['find']): RunOperation {
  const results = new WeakMap<StoredResponse, OperationResult<RestContent>>();
  return async <Data, Content extends RestContent>(
    reply: FastifyReply,
    name: ServiceOperationName,
    variables: Record<string, unknown>,
    toContent: (data: Data) => Content,
  ) => {
    const { id } = getServiceOperation(name);
    const body = { documentId: id, variables };
    const found = await find(reply, { method: 'POST', headers, search: '', body, bodyBytes: 0 });
    if ('made' in found) return { content: toContent(parseData<Data>(found)), kept: undefined };
    const { stored, grow } = found.kept;
    const known = results.get(stored) as OperationResult<Content> | undefined;
    if (known !== undefined) return known;
    const content = toContent(parseData<Data>(found));
    grow(2 * content.json.length + overheadBytes);
    const kept = { body: content.json, length: Buffer.byteLength(content.json), grow };
    const result = { content, kept };
    results.set(stored, result);
    return result;
  };
}

// The object, and its place in the map.
const overheadBytes = 300;

function parseData<Data>(found: FoundResponse): Data {
  const { body } = 'made' in found ? found.made : found.kept.stored;
  const { data, errors } = JSON.parse(body) as {
    data: Data;
    errors?: readonly GraphQLFormattedError[];
  };
  if (errors?.[0]) throw new StoredOperationError(errors[0]);
  return data;
}

import type { FastifyReply } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { StoredResponse } from '../../cache/stored-response.js';
import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../graphql/documents/service-operations.js';
import type { FoundResponse, GraphqlService } from '../../graphql/graphql-service.js';
import type { CompressibleBody } from '../../http/replies/compressed-bodies.js';

/** What a REST call makes of the data of an operation. */
export interface RestBody {
  /** What is sent, as JSON. */
  readonly body: string;
}

/** A form, and what is needed to send it again when it is kept. */
export interface OperationResult<Form> {
  readonly form: Form;
  /** Undefined where it was made for one request. */
  readonly kept: CompressibleBody | undefined;
}

/**
 * Runs a stored operation for a reply and returns what `formOf` makes of its data, which is done
 * once for a response that is kept. Throws a {@link StoredOperationError}.
 *
 * @param formOf always the same function for the same operation
 */
export type RunOperation = <Data, Form extends RestBody>(
  reply: FastifyReply,
  name: ServiceOperationName,
  variables: Record<string, unknown>,
  formOf: (data: Data) => Form,
) => Promise<OperationResult<Form>>;

/** The first error of an operation, formatted as clients see it. */
export class StoredOperationError extends GraphQLError {
  override readonly name = 'StoredOperationError';

  constructor(error: GraphQLFormattedError) {
    super(error.message, { extensions: error.extensions ?? null });
  }
}

const headers = { 'content-type': 'application/json' };

/** Makes the function by which the REST routes reach GraphQL, its response cache included. */
export function createOperationRunner(find: GraphqlService['find']): RunOperation {
  const answers = new WeakMap<StoredResponse, OperationResult<RestBody>>();
  return async <Data, Form extends RestBody>(
    reply: FastifyReply,
    name: ServiceOperationName,
    variables: Record<string, unknown>,
    formOf: (data: Data) => Form,
  ) => {
    const { id } = getServiceOperation(name);
    const body = { documentId: id, variables };
    const found = await find(reply, { method: 'POST', headers, search: '', body, bodyBytes: 0 });
    if ('made' in found) return { form: formOf(dataOf<Data>(found)), kept: undefined };
    const { stored, grow } = found.kept;
    const known = answers.get(stored) as OperationResult<Form> | undefined;
    if (known !== undefined) return known;
    const form = formOf(dataOf<Data>(found));
    grow(2 * form.body.length + overheadBytes);
    const kept = { body: form.body, length: Buffer.byteLength(form.body), grow };
    const answer = { form, kept };
    answers.set(stored, answer);
    return answer;
  };
}

// The object, and its place in the map.
const overheadBytes = 300;

function dataOf<Data>(found: FoundResponse): Data {
  const { body } = 'made' in found ? found.made : found.kept.stored;
  const { data, errors } = JSON.parse(body) as {
    data: Data;
    errors?: readonly GraphQLFormattedError[];
  };
  if (errors?.[0]) throw new StoredOperationError(errors[0]);
  return data;
}

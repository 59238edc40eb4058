import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../../graphql/documents/service-operations.js';
import { exceedsCompressionRatio } from '../../../http/bodies/decompress-body.js';
import { classifyFetchError, readResponse, type ServiceResponse } from './service-response.js';
import type { ServiceUrl } from './service-url.js';

/** Has a service run an operation with the JSON of its variables, once. */
export type SendRequest = (
  name: ServiceOperationName,
  variables: string,
) => Promise<ServiceResponse>;

const longestTrialMs = 60_000;

const pack = promisify(gzip);

/**
 * Makes the requests to a service. Operations go by their ids, which every service knows that is of
 * this version, however strict it is.
 *
 * @param stopped ends those that are on their way
 */
export function createRequestSender(address: ServiceUrl, stopped: AbortSignal): SendRequest {
  const unknown = new Set<ServiceOperationName>();
  const post = (document: object, variables: string) =>
    answered(
      address,
      `${JSON.stringify(document).slice(0, -1)},"variables":${variables}}`,
      stopped,
    );
  return async (name, variables) => {
    const { id, body: query } = getServiceOperation(name);
    if (!unknown.has(name)) {
      const answer = await post({ documentId: `sha256:${id}` }, variables);
      if (!('never' in answer) || answer.code !== 'PERSISTED_DOCUMENT_NOT_FOUND') return answer;
      // A service of another version; unless it is strict, it takes the text.
      unknown.add(name);
    }
    return post({ query }, variables);
  };
}

async function answered(
  { url, authorization }: ServiceUrl,
  body: string,
  stopped: AbortSignal,
): Promise<ServiceResponse> {
  const plain = Buffer.from(body);
  const packed = await pack(plain, { level: constants.Z_BEST_SPEED });
  // Rows that are nearly the same would be taken for an attack.
  const isPacked = !exceedsCompressionRatio(plain.length, packed.length);
  const bytes = isPacked ? packed : plain;
  const headers = {
    accept: 'application/graphql-response+json, application/json;q=0.9',
    // Of one that breaks off, the beginning tells whether it was the service's.
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    ...(isPacked && { 'content-encoding': 'gzip' }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: bytes,
      // Followed, it could become a GET, or hand the token to somebody else.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(longestTrialMs), stopped]),
    });
    return await readResponse(response, bytes.length);
  } catch (error) {
    return classifyFetchError(error);
  }
}

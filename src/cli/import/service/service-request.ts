import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import {
  type StoredOperationName,
  storedOperation,
} from '../../../graphql/documents/stored-operations.js';
import { isTooWellPacked } from '../../../http/bodies/decompress-body.js';
import type { ServiceAddress } from './service-address.js';
import { type Answer, readAnswer, withoutAnswer } from './service-answer.js';

/** Has a service run an operation with the JSON of its variables, once. */
export type AskService = (name: StoredOperationName, variables: string) => Promise<Answer>;

const longestTrialMs = 60_000;

const pack = promisify(gzip);

/**
 * Makes the requests to a service. Operations go by their ids, which every service knows that is of
 * this version, however strict it is.
 *
 * @param stopped ends those that are on their way
 */
export function serviceRequests(address: ServiceAddress, stopped: AbortSignal): AskService {
  const unknown = new Set<StoredOperationName>();
  const post = (document: object, variables: string) =>
    answered(
      address,
      `${JSON.stringify(document).slice(0, -1)},"variables":${variables}}`,
      stopped,
    );
  return async (name, variables) => {
    const { id, body: query } = storedOperation(name);
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
  { url, authorization }: ServiceAddress,
  body: string,
  stopped: AbortSignal,
): Promise<Answer> {
  const plain = Buffer.from(body);
  const packed = await pack(plain, { level: constants.Z_BEST_SPEED });
  // Rows that are nearly the same would be taken for an attack.
  const isPacked = !isTooWellPacked(plain.length, packed.length);
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
    return await readAnswer(response, bytes.length);
  } catch (error) {
    return withoutAnswer(error);
  }
}

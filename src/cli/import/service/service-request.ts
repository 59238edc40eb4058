import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../../graphql/documents/service-operations.js';
import { exceedsCompressionRatio } from '../../../http/bodies/decompress-body.js';
import { classifyFetchError, readResponse, type ServiceResponse } from './service-response.js';
import type { ServiceUrl } from './service-url.js';

/** Sends an operation to a service once, with its variables as JSON. */
export type SendRequest = (
  name: ServiceOperationName,
  variables: string,
) => Promise<ServiceResponse>;

const requestTimeoutMs = 60_000;

const compress = promisify(gzip);

/**
 * Creates a function that sends requests to a service. Operations are sent by id: every service of
 * this version knows them, however strict its safelist is.
 *
 * @param signal aborts requests in flight
 */
export function createRequestSender(service: ServiceUrl, signal: AbortSignal): SendRequest {
  const unknown = new Set<ServiceOperationName>();
  const post = (document: object, variables: string) =>
    postJson(service, `${JSON.stringify(document).slice(0, -1)},"variables":${variables}}`, signal);
  return async (name, variables) => {
    const { id, body: query } = getServiceOperation(name);
    if (!unknown.has(name)) {
      const response = await post({ documentId: `sha256:${id}` }, variables);
      const isUnknown = 'refused' in response && response.code === 'PERSISTED_DOCUMENT_NOT_FOUND';
      if (!isUnknown) return response;
      // A service of another version accepts the document itself, unless it is strict.
      unknown.add(name);
    }
    return post({ query }, variables);
  };
}

async function postJson(
  { url, authorization }: ServiceUrl,
  json: string,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  const plain = Buffer.from(json);
  const compressed = await compress(plain, { level: constants.Z_BEST_SPEED });
  // The service would take rows that are nearly identical for a decompression bomb.
  const isCompressed = !exceedsCompressionRatio(plain.length, compressed.length);
  const body = isCompressed ? compressed : plain;
  const headers = {
    accept: 'application/graphql-response+json, application/json;q=0.9',
    // If an uncompressed response breaks off, its start still shows whether the service sent it.
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    ...(isCompressed && { 'content-encoding': 'gzip' }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      // Following a redirect could turn this into a GET, or hand the token to another host.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), signal]),
    });
    return await readResponse(response, body.length);
  } catch (error) {
    return classifyFetchError(error);
  }
}

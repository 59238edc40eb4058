import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../../graphql/documents/service-operations.js';
import { exceedsCompressionRatio } from '../../../http/bodies/decompress-body.js';
import type { Credentials } from '../credentials/credentials.js';
import { createAuthorizedCaller } from './authorized-caller.js';
import { classifyFetchError, readResponse, type ServiceResponse } from './service-response.js';
import type { ServiceUrl } from './service-url.js';

/** Sends requests to a service, each once; the credentials of a rejected one are replaced once. */
export interface RequestSender {
  /** Sends an operation with its variables as JSON. */
  readonly send: (name: ServiceOperationName, variables: string) => Promise<ServiceResponse>;
  /**
   * Asks whom the service takes the sender for. From then on, requests throw an {@link ImportError}
   * before they are sent with credentials of somebody else. The data is undefined if that is unknown.
   */
  readonly identify: () => Promise<ServiceResponse>;
}

const requestTimeoutMs = 60_000;

const compress = promisify(gzip);

/**
 * Creates a sender of requests to a service. Operations are sent by id: every service of this version
 * knows them, however strict its safelist is.
 *
 * @param signal aborts requests in flight
 */
export function createRequestSender(
  { url }: ServiceUrl,
  credentials: Credentials,
  signal: AbortSignal,
): RequestSender {
  const unknown = new Set<ServiceOperationName>();
  const authorized = createAuthorizedCaller(url, credentials, signal);
  const post = async (document: object, variables: string) => {
    const json = `${JSON.stringify(document).slice(0, -1)},"variables":${variables}}`;
    const body = await encodeBody(json);
    return authorized.call((header) => postBody(url, body, header, signal));
  };
  return {
    identify: authorized.identify,
    async send(name, variables) {
      const { id, body: query } = getServiceOperation(name);
      if (!unknown.has(name)) {
        const response = await post({ documentId: `sha256:${id}` }, variables);
        const isUnknown = 'refused' in response && response.code === 'PERSISTED_DOCUMENT_NOT_FOUND';
        if (!isUnknown) return response;
        // A service of another version accepts the document itself, unless it is strict.
        unknown.add(name);
      }
      return post({ query }, variables);
    },
  };
}

interface EncodedBody {
  readonly bytes: NonSharedBuffer;
  readonly isCompressed: boolean;
}

async function encodeBody(json: string): Promise<EncodedBody> {
  const plain = Buffer.from(json);
  const compressed = await compress(plain, { level: constants.Z_BEST_SPEED });
  // The service would take rows that are nearly identical for a decompression bomb.
  const isCompressed = !exceedsCompressionRatio(plain.length, compressed.length);
  return { bytes: isCompressed ? compressed : plain, isCompressed };
}

async function postBody(
  url: URL,
  { bytes, isCompressed }: EncodedBody,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<ServiceResponse> {
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
      body: bytes,
      // Following a redirect could turn this into a GET, or hand the token to another host.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), signal]),
    });
    return await readResponse(response, bytes.length);
  } catch (error) {
    return classifyFetchError(error);
  }
}

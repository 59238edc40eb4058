import { setTimeout as pause } from 'node:timers/promises';
import type { Credentials } from '../credentials/credentials.js';
import { ImportError } from '../import-error.js';
import { createBackOff, formatWait } from './back-off.js';
import {
  type ImportedPart,
  type ImportIdentity,
  parseFoundImport,
  parseImportedPart,
} from './imported-part.js';
import { createRequestSender } from './service-request.js';
import { type ServiceResponse, unexpectedResponse } from './service-response.js';
import type { ServiceUrl } from './service-url.js';

/** A client of a service that retries. Its methods throw an {@link ImportError} when they give up. */
export interface ServiceClient {
  /** The service as the subject of a sentence. */
  readonly name: string;
  /** Sends the JSON of an import's input, with this number of items, and returns the outcome. */
  send(input: string, itemCount: number): Promise<ImportedPart>;
  /** The name of whom the service takes the command for; undefined if it does not say. */
  identify(): Promise<string | undefined>;
  /** The import with this id; null if there is none, undefined if the service cannot tell. */
  find(id: string): Promise<ImportIdentity | null | undefined>;
}

// After Ctrl-C, a request in flight may still complete for this long.
const graceMs = 1000;

// Sent by a service of another version, or by one that only executes operations of its own manifests.
const cannotTell: ReadonlySet<string | undefined> = new Set([
  'PERSISTED_DOCUMENT_NOT_FOUND',
  'GRAPHQL_VALIDATION_FAILED',
  'DOCUMENT_NOT_SAFELISTED',
  'DOCUMENT_ID_REQUIRED',
  // Tokens that may only write. If this one may not even do that, the next request says so.
  'FORBIDDEN',
]);

/**
 * Creates a client of a service.
 *
 * @param warn is called before each retry with the reason for it
 * @param signal stops the retries
 */
export function createServiceClient(
  service: ServiceUrl,
  credentials: Credentials,
  warn: (message: string) => void,
  signal: AbortSignal,
): ServiceClient {
  const name = `The service at ${service.url.href}`;
  const sender = createRequestSender(service, credentials, graceAfter(signal));

  async function retry(attempt: () => Promise<ServiceResponse>) {
    const backOff = createBackOff(service.retrySeconds * 1000);
    for (;;) {
      signal.throwIfAborted();
      const response = await attempt();
      if ('data' in response) return response;
      signal.throwIfAborted();
      if ('refused' in response) return response;
      const { retryable, afterMs = 0 } = response;
      const why = afterMs > 0 ? `${retryable} It asks to wait ${formatWait(afterMs)}.` : retryable;
      const pauseMs = backOff.nextPauseMs(afterMs);
      if (pauseMs === undefined) {
        throw new ImportError(
          `${name} did not accept rows within the ${service.retrySeconds} s of --retry-seconds. ${why}`,
        );
      }
      warn(`${name} does not accept rows at the moment. ${why} Retrying.`);
      await pause(pauseMs, undefined, { signal });
    }
  }
  const refusedError = (why: string) => new ImportError(`${name} does not accept the rows. ${why}`);

  return {
    name,
    async send(input, itemCount) {
      const variables = `{"input":${input},"firstRejections":${itemCount}}`;
      const response = await retry(() => sender.send('BulkImport', variables));
      if ('refused' in response) {
        const { refused, code } = response;
        throw refusedError(
          code === 'COST_TOO_HIGH' ? `${tooCostly(itemCount)} ${refused}` : refused,
        );
      }
      const part = parseImportedPart(response.data, itemCount);
      if (part === undefined) throw refusedError(unexpectedResponse(200));
      return part;
    },
    async identify() {
      const response = await retry(sender.identify);
      if ('refused' in response) throw refusedError(response.refused);
      return response.data as string | undefined;
    },
    async find(id) {
      const response = await retry(() => sender.send('GetImport', JSON.stringify({ id })));
      if ('data' in response) return parseFoundImport(response.data);
      if (cannotTell.has(response.code)) return undefined;
      throw refusedError(response.refused);
    },
  };
}

const tooCostly = (itemCount: number) =>
  `Its LIMIT_COST is too low for imports of ${itemCount} rows.`;

function graceAfter(signal: AbortSignal): AbortSignal {
  const over = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => over.abort(), graceMs).unref(), {
    once: true,
  });
  return over.signal;
}

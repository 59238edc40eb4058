import { setTimeout as passed } from 'node:timers/promises';
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

/** A service, which is asked as often as is needed. Throws an {@link ImportError} that says why in vain. */
export interface ServiceClient {
  /** The service for messages, at the beginning of a sentence. */
  readonly name: string;
  /** Sends the JSON of an import's input with so many items, and returns what became of them. */
  send(input: string, itemCount: number): Promise<ImportedPart>;
  /** The import with this id, null where there is none; undefined where the service cannot say. */
  find(id: string): Promise<ImportIdentity | null | undefined>;
}

// After Ctrl-C, what was sent may still be answered for so long.
const graceMs = 1000;

// Of a service of another version, or of one that takes no operations but those of its manifests.
const unknownOperation: ReadonlySet<string | undefined> = new Set([
  'PERSISTED_DOCUMENT_NOT_FOUND',
  'GRAPHQL_VALIDATION_FAILED',
  'DOCUMENT_NOT_SAFELISTED',
  'DOCUMENT_ID_REQUIRED',
]);

/**
 * Makes a client of a service.
 *
 * @param warn hears of each further trial why the one before failed
 * @param signal ends the trials
 */
export function createServiceClient(
  address: ServiceUrl,
  warn: (message: string) => void,
  signal: AbortSignal,
): ServiceClient {
  const name = `The service at ${address.url.href}`;
  const ask = createRequestSender(address, graceAfter(signal));

  async function persist(trial: () => Promise<ServiceResponse>) {
    const pauses = createBackOff(address.retrySeconds * 1000);
    for (;;) {
      signal.throwIfAborted();
      const answer = await trial();
      if ('data' in answer) return answer;
      signal.throwIfAborted();
      if ('never' in answer) return answer;
      const { later, afterMs = 0 } = answer;
      const why = afterMs > 0 ? `${later} It asks to wait for ${formatWait(afterMs)}.` : later;
      const pauseMs = pauses.nextPauseMs(afterMs);
      if (pauseMs === undefined) {
        throw new ImportError(
          `${name} did not take rows for the ${address.retrySeconds} s of --retry-seconds. ${why}`,
        );
      }
      warn(`${name} does not take rows at the moment. ${why} Trying again.`);
      await passed(pauseMs, undefined, { signal });
    }
  }
  const refused = (why: string) => new ImportError(`${name} does not take the rows. ${why}`);

  return {
    name,
    async send(input, itemCount) {
      const variables = `{"input":${input},"firstRejections":${itemCount}}`;
      const answer = await persist(() => ask('BulkImport', variables));
      if ('never' in answer) {
        const { never, code } = answer;
        throw refused(code === 'COST_TOO_HIGH' ? `${tooCostly(itemCount)} ${never}` : never);
      }
      const part = parseImportedPart(answer.data, itemCount);
      if (part === undefined) throw refused(unexpectedResponse(200));
      return part;
    },
    async find(id) {
      const answer = await persist(() => ask('GetImport', JSON.stringify({ id })));
      if ('data' in answer) return parseFoundImport(answer.data);
      if (unknownOperation.has(answer.code)) return undefined;
      throw refused(answer.never);
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

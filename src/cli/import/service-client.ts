import { setTimeout as passed } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { type StoredOperationName, storedOperation } from '../../operations/stored-operations.js';
import { backOff } from './back-off.js';
import { ImportError } from './import-error.js';
import type { ServiceAddress } from './service-address.js';
import { type Answer, type ImportedPart, readAnswer, withoutAnswer } from './service-answer.js';

/** Sends the JSON of an import's input, as often as is needed, and returns what became of it. */
export type SendInput = (input: string, itemCount: number) => Promise<ImportedPart>;

const operation: StoredOperationName = 'BulkImport';
const longestTrialMs = 60_000;
// After Ctrl-C, what was sent may still be answered for so long.
const graceMs = 1000;

const packed = promisify(gzip);

/**
 * Makes a client of a service.
 *
 * @param warn hears of each further trial why the one before failed
 * @param signal ends the trials
 */
export function serviceClient(
  address: ServiceAddress,
  warn: (message: string) => void,
  signal: AbortSignal,
): SendInput {
  const { id, body: query } = storedOperation(operation);
  const name = `The service at ${address.url.href}`;
  const patienceMs = address.retrySeconds * 1000;
  const grace = graceAfter(signal);
  let document = JSON.stringify({ documentId: `sha256:${id}` }).slice(1, -1);

  async function trial(input: string, itemCount: number): Promise<Answer> {
    const variables = `{"input":${input},"firstRejections":${itemCount}}`;
    const answer = await post(address, `{${document},"variables":${variables}}`, patienceMs, grace);
    if (!('never' in answer) || answer.code !== 'PERSISTED_DOCUMENT_NOT_FOUND') return answer;
    // A service of another version; unless it is strict, it takes the text.
    document = JSON.stringify({ query }).slice(1, -1);
    return post(address, `{${document},"variables":${variables}}`, patienceMs, grace);
  }

  return async (input, itemCount) => {
    const pauses = backOff(patienceMs);
    for (;;) {
      signal.throwIfAborted();
      const answer = await trial(input, itemCount);
      if ('part' in answer) return answer.part;
      signal.throwIfAborted();
      if ('never' in answer)
        throw new ImportError(`${name} does not take the rows. ${answer.never}`);
      const { later, afterMs = 0 } = answer;
      const asks = afterMs > 0 ? ` It asks to wait for ${Math.ceil(afterMs / 1000)} s.` : '';
      const pauseMs = pauses.next(afterMs);
      if (pauseMs === undefined) {
        throw new ImportError(
          `${name} did not take rows for the ${address.retrySeconds} s of --retry-seconds. ${later}${asks}`,
        );
      }
      warn(`${name} does not take rows at the moment. ${later}${asks} Trying again.`);
      await passed(pauseMs, undefined, { signal });
    }
  };
}

async function post(
  { url, authorization }: ServiceAddress,
  body: string,
  patienceMs: number,
  stopped: AbortSignal,
): Promise<Answer> {
  const late = AbortSignal.timeout(Math.max(1000, Math.min(longestTrialMs, patienceMs)));
  const headers = {
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    ...(authorization === undefined ? {} : { authorization }),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: await packed(body, { level: constants.Z_BEST_SPEED }),
      // Followed, it could become a GET, or hand the token to somebody else.
      redirect: 'manual',
      signal: AbortSignal.any([late, stopped]),
    });
    return await readAnswer(response);
  } catch (error) {
    return withoutAnswer(error);
  }
}

function graceAfter(signal: AbortSignal): AbortSignal {
  const over = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => over.abort(), graceMs).unref(), {
    once: true,
  });
  return over.signal;
}

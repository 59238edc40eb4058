import { setTimeout as pause } from 'node:timers/promises';

const maxAttempts = 5;

/**
 * `fetch` that waits as long as a service asks when it has too much work (503) or the client has used up
 * its share (429), and sends the request again; for any client library that takes a `fetch`.
 */
export function patientFetch(send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(input, init);
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const mayRetry = response.status === 429 || response.status === 503;
      if (!mayRetry || Number.isNaN(seconds) || attempt === maxAttempts) return response;
      await response.body?.cancel();
      await pause(seconds * 1000, undefined, init?.signal ? { signal: init.signal } : {});
    }
  };
}

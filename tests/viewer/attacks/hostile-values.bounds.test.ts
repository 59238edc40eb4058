import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../src/config/config.js';
import { send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';
import { type TokenFolder, tokenFolder } from '../../support/token-folder.js';

let tokens: TokenFolder;
let service: Service;
beforeAll(async () => {
  tokens = await tokenFolder();
  await tokens.create('ada', ['records:read']);
  service = await startService({ ...tokens.env, RATE_LIMIT: 'off' });
});
afterAll(async () => {
  await service.stop();
  await tokens.remove();
});

const long = 8_000;
const pieces = [
  'a',
  '=',
  '.',
  '-',
  'a.',
  '=a',
  ' ',
  '\t',
  '%',
  '%2',
  '&',
  '?',
  'bearer ',
  'rec_',
  'ey',
];

describe('Attack 52: a text that regular expressions could take long for', () => {
  /** Milliseconds of CPU that a request takes, the least of three. */
  async function costOf(request: Parameters<typeof send>[1]): Promise<number> {
    const costs: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const start = process.cpuUsage();
      expect((await send(service.app, request)).statusCode).toBeGreaterThanOrEqual(400);
      const { user, system } = process.cpuUsage(start);
      costs.push((user + system) / 1000);
    }
    return Math.min(...costs);
  }

  test.each(pieces)('takes less than 50 ms as credentials: %j many times', async (piece) => {
    const text = piece.repeat(long / piece.length);
    for (const authorization of [text, `Bearer ${text}`, `Bearer ${text}!`, `Bearer rec_${text}`]) {
      expect(await costOf({ url: '/v1/', headers: { authorization } })).toBeLessThan(50);
    }
  });

  test.each(pieces)('takes less than 50 ms as a query string: %j many times', async (piece) => {
    const text = piece.replace(/\s/g, '+').repeat(long / piece.length);
    for (const url of [
      `/v1/?${text}`,
      `/v1/?access_token${text}`,
      `/graphql?${text}access_token=`,
    ]) {
      expect(await costOf({ url })).toBeLessThan(50);
    }
  });
});

describe('Attack 53: names of Object.prototype', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'are no scopes: %s',
    async (name) => {
      expect(() => readConfig({ AUTH: 'on', AUTH_ANONYMOUS_SCOPES: name })).toThrow(
        /AUTH_ANONYMOUS_SCOPES/,
      );
      const created = await tokens.run('create', '--name', 'bob', '--scope', name);
      expect(created.code).not.toBe(0);
    },
  );

  test('are no tokens', async () => {
    for (const name of ['__proto__', 'constructor', 'rec___proto__', 'rec_constructor']) {
      const headers = { authorization: `Bearer ${name}` };
      const answer = await send(service.app, { url: '/v1/', headers });
      expect([name, answer.statusCode]).toEqual([name, 401]);
    }
  });
});

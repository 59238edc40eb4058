// cspell:ignore Ftoken
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';
import { type TokenFolder, tokenFolder } from '../../support/token-folder.js';
import { codeIn, sendBytes } from '../../support/wire.js';

let tokens: TokenFolder;
let token: string;
let service: Service;
let address: URL;
const log: string[] = [];
beforeAll(async () => {
  tokens = await tokenFolder();
  token = await tokens.create('ada', ['records:read', 'imports:write']);
  const env = { ...tokens.env, RATE_LIMIT: 'off', LOG_LEVEL: 'trace' };
  service = await startService(env, (line) => void log.push(line));
  address = new URL(await service.app.listen());
});
afterAll(async () => {
  await service.stop();
  await tokens.remove();
});

/** Requests `/v1/` with these header lines, as they are, and says how it ended. */
async function ask(lines: readonly string[], path = '/v1/') {
  const head = [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines];
  const { status, json } = await sendBytes(address, `${head.join('\r\n')}\r\n\r\n`);
  return [status, codeIn(json)];
}

const served = [200, undefined];
const unknown = [401, 'UNAUTHENTICATED'];
const malformed = [400, 'BAD_REQUEST'];

describe('Attack 18: several Authorization headers', () => {
  test.each<[string, (token: string) => readonly string[]]>([
    ['the same twice', (own) => [own, own]],
    ['a valid one before an invalid one', (own) => [own, 'Authorization: Bearer garbage']],
    ['an invalid one before a valid one', (own) => ['authorization: Basic YTpi', own]],
    ['an empty one before a valid one', (own) => ['Authorization:', own]],
  ])('are malformed, never one of them: %s', async (_what, lines) => {
    expect(await ask(lines(`Authorization: Bearer ${token}`))).toEqual(malformed);
  });
});

describe('Attack 19: an Authorization header', () => {
  test.each(['bearer', 'BEARER', 'Bearer', 'bEaReR'])(
    'with the scheme %s counts',
    async (scheme) => {
      expect(await ask([`Authorization: ${scheme} ${token}`])).toEqual(served);
    },
  );

  test.each<[string, (token: string) => string]>([
    ['a tab', (own) => `Bearer\t${own}`],
    ['a no-break space', (own) => `Bearer\u00a0${own}`],
    ['two blanks', (own) => `Bearer  ${own}`],
    ['no blank', (own) => `Bearer${own}`],
    ['a blank within', (own) => `Bearer ${own.slice(0, 9)} ${own.slice(9)}`],
    ['a list', (own) => `Bearer ${own}, Bearer ${own}`],
    ['a quoted token', (own) => `Bearer "${own}"`],
    ['a parameter', (own) => `Bearer token=${own}`],
    ['no token', () => 'Bearer'],
    ['another scheme', (own) => `Basic ${own}`],
    ['only the token', (own) => own],
    ['nothing', () => ''],
    ['a byte beyond ASCII', (own) => `Bearer ${own}\u00e9`],
    ['9,000 characters', (own) => `Bearer ${own.padEnd(9_000, 'a')}`],
  ])('is malformed, and never counts as none, with %s', async (_what, write) => {
    const bytes = Buffer.from(
      `GET /v1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: ${write(token)}\r\n\r\n`,
      'latin1',
    );
    const { status, json } = await sendBytes(address, bytes);
    expect([status, codeIn(json)]).toEqual(malformed);
    expect(JSON.stringify(json)).not.toContain(token.slice(4, 20));
  });

  test('is read without regard to white space around it, as HTTP says', async () => {
    expect(await ask([`Authorization: \t Bearer ${token} \t`])).toEqual(served);
  });
});

describe('Attack 20: a token', () => {
  test.each<[string, (token: string) => string]>([
    ['access_token', (own) => `/v1/?access_token=${own}`],
    ['access_token among others', (own) => `/v1/?contains=a&access_token=${own}`],
    ['access%5Ftoken', (own) => `/v1/?access%5Ftoken=${own}`],
    ['access_token of GraphQL', (own) => `/graphql?query=%7B__typename%7D&access_token=${own}`],
    ['access_token of the export', (own) => `/v1/export?access_token=${own}`],
  ])('in a URL is rejected: %s', async (_what, pathOf) => {
    expect(await ask([], pathOf(token))).toEqual(malformed);
  });

  test('in a URL is rejected beside a valid header, too', async () => {
    const header = `Authorization: Bearer ${token}`;
    expect(await ask([header], `/v1/?access_token=${token}`)).toEqual(malformed);
  });

  test.each(['/graphql', '/v1/bulk', '/v1/'])('in a form is rejected: %s', async (url) => {
    const answer = await send(service.app, {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `access_token=${token}&query={__typename}`,
    });
    expect([401, 404, 405, 415]).toContain(answer.statusCode);
    expect(answer.body).not.toContain(token);
  });

  test('is in no line of the log, at its most detailed level', () => {
    expect(log.length).toBeGreaterThan(10);
    expect(log.filter((line) => line.includes(token.split('_')[2] ?? '?'))).toEqual([]);
  });
});

test('Attack 21: a token in a cookie is ignored', async () => {
  for (const name of ['access_token', 'token', 'Authorization', 'session']) {
    expect(await ask([`Cookie: ${name}=${token}; ${name}=Bearer%20${token}`])).toEqual(unknown);
  }
});

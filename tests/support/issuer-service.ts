import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Overrides } from '../../src/app.js';
import { post } from './http.js';
import {
  answerJson,
  type KeyServer,
  type KeyServerBehaviour,
  startKeyServer,
} from './key-server.js';
import { type Service, startService } from './service.js';
import { createSigningKey, type SigningKey, testAudience, testIssuer } from './signing-keys.js';
import { bearer } from './viewers.js';

/** What a request with a token got. */
export interface Outcome {
  readonly status: number;
  /** Of the error; undefined for an answer. */
  readonly code: string | undefined;
  readonly challenge: string;
  readonly body: string;
}

/** A service that accepts the tokens of an issuer whose keys are served on loopback. */
export interface IssuerService {
  readonly service: Service;
  readonly keys: KeyServer;
  readonly key: SigningKey;
  /** Settings of the service, for another one like it. */
  readonly env: Record<string, string>;
  /** The lines of the log so far. */
  readonly log: readonly string[];
  /** Writes the file of the issuers again; a text as it is. */
  configure(...issuers: readonly unknown[]): Promise<void>;
  /** Asks for the count of records, which requires `records:read`. */
  ask(token: string): Promise<Outcome>;
  stop(): Promise<void>;
}

/** An issuer as {@link startIssuerService} configures it. */
export function issuerAt(keysUrl: string, overrides: Record<string, unknown> = {}) {
  return {
    name: 'main',
    issuer: testIssuer,
    jwks: keysUrl,
    algorithms: ['RS256'],
    audiences: [testAudience],
    ...overrides,
  };
}

/**
 * Starts a service with an issuer, that has one key.
 *
 * @param describe the issuers, by the URL of their keys
 * @param behaviour of the server of the keys, in the place of serving them
 */
export async function startIssuerService(
  describe: (keysUrl: string) => readonly unknown[] = (url) => [issuerAt(url)],
  env: Record<string, string> = {},
  overrides: Overrides = {},
  behaviour?: KeyServerBehaviour,
): Promise<IssuerService> {
  const keys = await startKeyServer();
  const key = await createSigningKey('first');
  keys.behave(behaviour ?? answerJson({ keys: [key.jwk] }));
  const folder = await mkdtemp(join(tmpdir(), 'records-issuers-'));
  const path = join(folder, 'issuers.json');
  const configure: IssuerService['configure'] = (...issuers) => {
    const [first] = issuers;
    return writeFile(path, typeof first === 'string' ? first : JSON.stringify(issuers));
  };
  await configure(...describe(`${keys.url}/keys`));
  const log: string[] = [];
  const all = { AUTH: 'on', AUTH_ISSUERS: path, LOG_LEVEL: 'debug', RATE_LIMIT: 'off', ...env };
  async function close() {
    await keys.close();
    await rm(folder, { recursive: true });
  }
  const service = await startService(all, (line) => log.push(line), {}, overrides).catch(
    async (error) => {
      await close();
      throw error;
    },
  );
  return {
    service,
    keys,
    key,
    env: all,
    log,
    configure,
    ask: (token) => askWith(service, token),
    async stop() {
      await service.stop();
      await close();
    },
  };
}

async function askWith(service: Service, token: string): Promise<Outcome> {
  const query = '{ records { totalCount } }';
  const answer = await post(service.app, '/graphql', { query }, bearer(token));
  return {
    status: answer.statusCode,
    code: answer.json().errors?.[0].extensions.code,
    challenge: String(answer.headers['www-authenticate'] ?? ''),
    body: answer.body,
  };
}

/** Sends a token, which must be rejected. There is one message, so that nobody can tell a forged token from an old one. */
export async function expectInvalidToken({ ask }: IssuerService, token: string): Promise<void> {
  const { status, code, challenge, body } = await ask(token);
  expect({ status, code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  expect(challenge).toContain('error="invalid_token"');
  expect(body).toContain('The bearer token is not valid here');
}

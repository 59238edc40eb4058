import { type IssuerService, issuerAt, startIssuerService } from './issuer-service.js';
import type { Service } from './service.js';
import { nowInSeconds, signToken } from './signing-keys.js';
import { tokenFolder } from './token-folder.js';
import { bearer } from './viewers.js';

/** A service with all kinds of callers. */
export interface ServiceWithPrincipals {
  readonly service: Service;
  /** The headers that each caller sends, by its name. */
  readonly principals: ReadonlyMap<string, Record<string, string>>;
  stop(): Promise<void>;
}

const users = 'records:read records:export imports:write imports:read';
const everything = `${users} imports:read-all ops`;

/**
 * Starts a service that accepts JSON Web Tokens and static ones, and makes tokens of all kinds, good and
 * bad. The anonymous may read records.
 */
export async function startWithPrincipals(
  env: Record<string, string>,
): Promise<ServiceWithPrincipals> {
  const tokens = await tokenFolder();
  const create = (name: string, scopes: string) => tokens.create(name, scopes.split(' '));
  const service = await create('service', 'records:export imports:write');
  const admin = await create('admin', everything);
  const started = await startIssuerService((url) => [issuerAt(url)], {
    AUTH_TOKENS: tokens.file,
    AUTH_ANONYMOUS_SCOPES: 'records:read',
    LOG_LEVEL: 'silent',
    ...env,
  });
  const signed = (claims: object) => signToken(started.key, { ...lasting(), ...claims });
  const sent = {
    ada: await signed({ sub: 'ada', scope: users }),
    bob: await signed({ sub: 'bob', scope: users }),
    nobody: await signed({ sub: 'nobody', scope: '' }),
    service,
    admin,
    expired: await signed({ sub: 'ada', scope: everything, exp: nowInSeconds() - 3600 }),
    garbage: `${admin.slice(0, -3)}AAA`,
    'other issuer': await signed({ iss: 'https://login.evil.example', scope: everything }),
  };
  const headers = Object.entries(sent).map(([name, token]) => [name, bearer(token)] as const);
  return {
    service: started.service,
    principals: new Map<string, Record<string, string>>([['anonymous', {}], ...headers]),
    stop: () => stopAll(started, tokens),
  };
}

const lasting = () => ({ exp: nowInSeconds() + 3600 });

async function stopAll(started: IssuerService, tokens: { remove(): Promise<void> }): Promise<void> {
  await started.stop();
  await tokens.remove();
}

import type { Scope } from '../../src/viewer/scopes.js';
import { allScopes } from '../../src/viewer/scopes.js';
import type { Viewer } from '../../src/viewer/viewer.js';
import { bearer, identifyBy, viewer } from './viewers.js';

const users: readonly Scope[] = ['records:read', 'records:export', 'imports:write', 'imports:read'];

/** Those that have tokens; each token is the name of its owner. */
const viewers: Readonly<Record<string, Viewer>> = {
  ada: viewer('ada', ...users),
  bob: viewer('bob', ...users),
  nobody: viewer('nobody'),
  service: { ...viewer('service', 'records:export', 'imports:write'), kind: 'service' },
  admin: viewer('admin', ...allScopes),
} as Record<string, Viewer>;

/** All kinds of callers: their names, and the headers that they send. */
export const principals: ReadonlyMap<string, Record<string, string>> = new Map<
  string,
  Record<string, string>
>([
  ['anonymous', {}],
  ...Object.keys(viewers).map((name) => [name, bearer(name)] as const),
  ['expired', bearer('expired')],
  ['garbage', bearer('gar.ba.ge')],
  ['other issuer', bearer('other-issuer')],
]);

/** Identifies them. The anonymous may read records. */
export const authenticate = identifyBy(viewers, 'records:read');

import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { noRequestLimit } from '../../src/server/limit-requests.js';
import { controlAccess } from '../../src/server/route-access.js';
import { authenticateNobody } from '../../src/viewer/authenticate.js';
import { findMissingScopes, type ScopeRequirement } from '../../src/viewer/scopes.js';

test('A route that does not say who may call it cannot be registered', () => {
  const app = Fastify();
  controlAccess(app, authenticateNobody, noRequestLimit);
  expect(() => app.get('/open', async () => 'open')).toThrow(
    'The route GET /open does not say who may call it (config.access).',
  );
  expect(() => app.get('/said', { config: { access: 'public' } }, async () => '')).not.toThrow();
});

test.each<[ScopeRequirement[], string[], string[]]>([
  [[[['records:read']]], ['records:read'], []],
  [[[['records:read', 'ops']]], ['records:read'], ['ops']],
  [[[['records:read'], ['ops']]], ['ops'], []],
  [[[['records:read'], ['ops']]], [], ['records:read']],
  [[[['records:read']], [['ops']]], ['ops'], ['records:read']],
  [[[['records:read'], ['ops']], [['ops']]], [], ['ops']],
  [[[]], [], []],
  [[], [], []],
])('Of %j, one with the scopes %j lacks %j', (required, held, missing) => {
  expect(findMissingScopes(required, new Set(held) as never)).toEqual(missing);
});

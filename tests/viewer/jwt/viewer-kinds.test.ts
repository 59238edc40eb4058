import { expect, test } from '@jest/globals';
import { issuerList } from '../../../src/viewer/jwt/issuer.js';
import { readClaims } from '../../../src/viewer/jwt/read-claims.js';
import { issuerAt } from '../../support/issuer-service.js';
import { tokenClaims } from '../../support/signing-keys.js';

test.each<[string, object, object, 'user' | 'service']>([
  [
    'sameAs',
    { claim: 'sub', sameAs: 'client_id' },
    { sub: 'nightly', client_id: 'nightly' },
    'service',
  ],
  ['sameAs', { claim: 'sub', sameAs: 'client_id' }, { sub: 'ada', client_id: 'web' }, 'user'],
  ['sameAs', { claim: 'azp', sameAs: 'client_id' }, { sub: 'ada' }, 'user'],
  [
    'values',
    { claim: 'gty', values: ['client-credentials'] },
    { gty: 'client-credentials' },
    'service',
  ],
  [
    'values',
    { claim: '/realm/roles', values: ['bot'] },
    { realm: { roles: ['a', 'bot'] } },
    'service',
  ],
  ['values', { claim: 'gty', values: ['client-credentials'] }, {}, 'user'],
  ['exists', { claim: 'client_id', exists: true }, { client_id: 'x' }, 'service'],
  ['exists', { claim: 'email', exists: false }, { email: 'ada@example.com' }, 'user'],
  ['exists', { claim: 'email', exists: false }, {}, 'service'],
])(
  'The test of a claim by "%s": %j and the claims %j make a %s',
  (_test, service, claims, kind) => {
    const [issuer] = issuerList.parse([issuerAt('https://login.example.com/keys', { service })]);
    if (issuer === undefined) throw new Error('There is no issuer.');
    expect(readClaims(issuer, { alg: 'RS256' }, tokenClaims({ ...claims })).kind).toBe(kind);
  },
);

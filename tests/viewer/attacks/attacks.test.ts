import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const tests = resolve(import.meta.dirname, '../..');

const forged = 'viewer/jwt/forged-tokens.test.ts';
const claims = 'viewer/jwt/token-claims.test.ts';
const credentials = 'viewer/attacks/credentials.test.ts';
const transport = 'viewer/attacks/transport.test.ts';
const documents = 'viewer/attacks/documents.test.ts';
const objects = 'viewer/attacks/objects.test.ts';
const values = 'viewer/attacks/hostile-values.bounds.test.ts';
const hosts = 'http/urls/allowed-hosts.test.ts';
const addresses = 'rate-limit/addresses.test.ts';
const issuerKeys = 'viewer/jwt/issuer-keys.long.test.ts';
const resumed = 'cli/import/journal/resumed-by.long.test.ts';

/** The attacks of the test plan, and for each, tests that show what becomes of it: files, and parts of titles. */
const attacks: readonly (readonly [what: string, ...shownBy: (readonly [string, string])[]])[] = [
  ['1: the algorithm none', [forged, 'attack 1: the algorithm "none"']],
  ['2: HS256 with the public key', [forged, 'attack 2: HS256 with the public key']],
  ['3: the key in the header', [forged, 'attack 3: the key of the forger']],
  ['4: jku and x5u', [forged, 'attack 4: "jku"'], [forged, 'attack 4: "x5u"']],
  ['5: hostile ids of keys', [forged, 'attack 5: "kid" is a path']],
  ['6: crit and b64', [forged, 'attack 6: an unknown "crit"'], [forged, 'attack 6: a payload']],
  ['7: times', [claims, 'attack 7: it has expired'], [claims, 'attack 7: it is not valid yet']],
  ['8: no expiry, or as a string', [claims, 'attack 8: it has no "exp"']],
  ['9: other audiences', [claims, 'attack 9: another audience']],
  ['10: nearly the issuer', [claims, 'attack 10: the issuer with a slash']],
  [
    '11: ID tokens, other clients',
    ['viewer/jwt/viewers-of-tokens.test.ts', 'attack 11: an ID token'],
  ],
  ['12: two issuers with one key', [claims, 'attack 12: two issuers that share a key']],
  ['13: a token of 200 KB', [forged, 'attack 13: a token of 200 KB']],
  ['14: padding and white space', [forged, 'attack 14: a token with padding']],
  ['15: encrypted tokens, other numbers of parts', [forged, 'attack 15: an encrypted token']],
  ['16: tokens that are bound to a key', [claims, 'attack 16: it is bound to a key']],
  [
    '17: nearly a static token',
    ['viewer/tokens/static-tokens.test.ts', 'unknown, expired, revoked or nearly right'],
  ],
  ['18: Authorization twice', [credentials, 'Attack 18: several Authorization headers']],
  ['19: other forms of bearer', [credentials, 'Attack 19: an Authorization header']],
  ['20: a token in a URL or a form', [credentials, 'Attack 20: a token']],
  ['21: cookies', [credentials, 'Attack 21: a token in a cookie']],
  ['22: pages of other origins', [transport, 'Attack 22: a page of another origin']],
  ['23: headers of proxies', [transport, 'Attack 23: a header by which proxies']],
  ['24: request smuggling', [transport, 'Attack 24: a request that could be read as two']],
  ['25: HTTP/2 headers', [transport, 'Attack 25: HTTP/2 frames']],
  ['26: two Hosts', [transport, 'Attacks 26 and 27'], [hosts, 'two hosts']],
  ['27: DNS rebinding', [transport, 'Attacks 26 and 27'], [hosts, 'refuses the host %j']],
  ['28: forged X-Forwarded-For', [addresses, 'Attack 28: a forged X-Forwarded-For']],
  ['29: addresses of one /64', [addresses, 'Attack 29: addresses of one IPv6 network']],
  ['30: floods of HTTP/2 frames', [transport, 'Attack 30: a flood of HTTP/2 resets']],
  ['31: introspection', [documents, 'Attack 31: introspection in production']],
  ['32: guessing ids', [objects, 'Attack 32: guessing the ids of imports']],
  ['33: batches', [documents, 'Attack 33: a batch is refused']],
  ['34: hidden selections', [documents, 'Attack 34: a field that requires a scope']],
  ['35: ids of operations', [documents, 'Attack 35: an operation that the caller may not execute']],
  ['36: only ids, by GET', [documents, 'Attack 36: at the level "only"']],
  ['37: imports of others', [objects, "Attack 37: another caller's import"]],
  ['38: the key of another', [objects, 'attack 38: the same key of two callers']],
  ['39: the key of the anonymous', [objects, 'attack 39: the key of an anonymous caller']],
  ['40: a journal of another', [resumed, 'attack 40']],
  [
    '41: a new token',
    [resumed, 'attack 41'],
    ['viewer/tokens/static-tokens.test.ts', 'finds its imports'],
  ],
  ['42: exports without their scope', [objects, 'Attack 42: exports require their scope']],
  ['43: rejected rows by REST', [objects, 'Attack 43: rejected rows have no URL']],
  [
    '44: bombs',
    ['http/bodies/complex-bodies.long.test.ts', 'are refused without parsing: %s'],
    ['http/bodies/compressed-bodies.bounds.test.ts', 'The service refuses'],
  ],
  [
    '45: slow bodies',
    ['http/bodies/slow-bodies.long.test.ts', 'A body below the minimum data rate'],
  ],
  [
    '46: many large bodies',
    ['http/bodies/body-memory.bounds.test.ts', 'another large body is refused'],
  ],
  ['47: a flood of unknown keys', [issuerKeys, 'attack 47: 10,000 tokens of unknown keys']],
  ['48: issuers that are away', [issuerKeys, 'attack 48: while the endpoint is frozen']],
  ['49: Redis is frozen', ['rate-limit/shared.redis.test.ts', 'Attack 49: while Redis is frozen']],
  [
    '50: a million callers',
    ['rate-limit/many-callers.bounds.test.ts', 'Attack 50: a million new callers'],
  ],
  [
    '51: forged lines of logs',
    ['audit/forged-lines.test.ts', 'Attack 51: %s in the name of a viewer'],
  ],
  ['52: slow regular expressions', [values, 'Attack 52: a text that regular expressions']],
  ['53: names of Object.prototype', [values, 'Attack 53: names'], [claims, 'are no scopes']],
  [
    '54: issuers that lead elsewhere',
    ['viewer/jwt/issuers-file.long.test.ts', 'attack 54: in production'],
  ],
  ['55: poisoned values', ['cache/sealed-values.redis.test.ts', 'is a miss if it has %s']],
  [
    '56: a broken file',
    ['viewer/jwt/issuers-sighup.process.test.ts', 'attack 56: SIGHUP with a broken file'],
  ],
];

test('the 56 attacks of the plan are all in the list', () => {
  const numbers = attacks.map(([what]) => Number(what.split(':')[0]));
  expect(numbers).toEqual(Array.from({ length: 56 }, (_, at) => at + 1));
});

test.each(attacks)(
  'attack %s: the tests that show what becomes of it exist',
  (_what, ...shownBy) => {
    for (const [file, title] of shownBy) {
      const path = join(tests, file);
      expect([file, existsSync(path) && readFileSync(path, 'utf8').includes(title)]).toEqual([
        file,
        true,
      ]);
    }
  },
);

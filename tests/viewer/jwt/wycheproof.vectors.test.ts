import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compactVerify, importJWK, type JWK } from 'jose';
import { KeySet } from '../../../src/viewer/jwt/key-set.js';

// The test vectors of C2SP's project Wycheproof, in the folder that RECORDS_TEST_WYCHEPROOF names:
// json_web_signature_test.json and json_web_key_test.json. Without it, this suite is not part of a run.
const folder = process.env.RECORDS_TEST_WYCHEPROOF ?? '';

interface Vector {
  readonly tcId: number;
  readonly jws: string;
  readonly result: 'valid' | 'invalid';
  readonly keys: readonly JWK[];
}

interface VectorFile {
  readonly testGroups: readonly {
    readonly public?: JWK & { readonly keys?: readonly JWK[] };
    readonly private?: JWK & { readonly keys?: readonly JWK[] };
    readonly tests: readonly Omit<Vector, 'keys'>[];
  }[];
}

function readVectors(name: string): Vector[] {
  const file: VectorFile = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return file.testGroups.flatMap(({ tests, ...group }) => {
    const key = group.public ?? group.private ?? {};
    return tests.map((each) => ({ ...each, keys: key.keys ?? [key] }));
  });
}

/** The ids of the vectors of which a verification says something else than Wycheproof. */
async function findDifferences(
  vectors: readonly Vector[],
  verify: (vector: Vector) => Promise<unknown>,
) {
  const outcomes = await Promise.all(
    vectors.map(async (vector) => {
      const outcome = await verify(vector).then(
        () => 'valid',
        () => 'invalid',
      );
      return { ...vector, isDifferent: outcome !== vector.result };
    }),
  );
  const different = outcomes.filter(({ isDifferent }) => isDifferent);
  const idsOf = (result: string) =>
    different.filter((each) => each.result === result).map(({ tcId }) => tcId);
  return { accepted: idsOf('invalid'), rejected: idsOf('valid') };
}

const verifyByKeySet = async ({ jws, keys }: Vector) =>
  compactVerify(jws, KeySet.parse({ keys }).find);

const isSecret = ({ keys }: Vector) => keys.some(({ kty }) => kty === 'oct');

const signatures = readVectors('json_web_signature_test.json');
const keySets = readVectors('json_web_key_test.json');

test('Of 401 signatures, the key sets and jose judge all but 12 as Wycheproof does', async () => {
  expect(signatures).toHaveLength(401);
  const asymmetric = signatures.filter((vector) => !isSecret(vector));
  const secret = signatures.filter(isSecret);
  expect(await findDifferences(asymmetric, verifyByKeySet)).toEqual({
    // No forged signature.
    accepted: [],
    // The algorithm of the key is another one than that of the token, or is called "ES521".
    rejected: [346, 347, 350, 351],
  });
  const verifySecret = async ({ jws, keys: [key = {}] }: Vector) =>
    compactVerify(jws, await importJWK(key, key.alg ?? 'HS256'));
  // White space, padding and other characters in the encoding, which are rejected before jose sees them.
  expect(await findDifferences(secret, verifySecret)).toEqual({
    accepted: [360, 365, 367, 368, 370, 375],
    rejected: [372, 373],
  });
});

test('No signature by a shared secret is accepted by a key set', async () => {
  const secret = signatures.filter(isSecret);
  const { accepted, rejected } = await findDifferences(secret, verifyByKeySet);
  expect(accepted).toEqual([]);
  expect(rejected).toHaveLength(secret.filter(({ result }) => result === 'valid').length);
});

test('Of 26 key sets, one is accepted that is invalid, and those of shared secrets are rejected', async () => {
  expect(keySets).toHaveLength(26);
  expect(await findDifferences(keySets, verifyByKeySet)).toEqual({
    // A key whose factors can be found (ROCA): its issuer must not have made it.
    accepted: [7],
    rejected: [2, 13, 14, 15],
  });
});

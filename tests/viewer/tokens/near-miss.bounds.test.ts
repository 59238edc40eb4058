import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTokenSource } from '../../../src/viewer/tokens/open-token-source.js';
import { type TokenFolder, tokenFolder } from '../../support/token-folder.js';

const count = 10_000;

let folder: TokenFolder;
beforeAll(async () => {
  folder = await tokenFolder();
});
afterAll(() => folder.remove());

test('The time of a refusal does not tell how much of a token is right (attack 17)', async () => {
  const token = await folder.create('ci', ['records:read']);
  const { verifier } = await openTokenSource(folder.file, { info() {} });
  // Each one is different: where the hash of one falls in a map says nothing about the others.
  const random = (length: number) => randomBytes(length).toString('base64url').slice(0, length);
  // Made from bytes, as headers are: V8 takes longer for strings that are put together.
  const read = (text: string) => Buffer.from(text).toString('latin1');
  const near = () => read(`${token.slice(0, -4)}${random(4)}`);
  const far = () => read(`${token.slice(0, 13)}${random(43)}`);
  const measure = (text: string): number => {
    if (text === token) return measure(near());
    const start = process.hrtime.bigint();
    requireRefusal(() => verifier.verify(text));
    return Number(process.hrtime.bigint() - start);
  };
  // Once in 100 runs, equal distributions differ that much; three times in a row, once in a million.
  const chances: number[] = [];
  for (let attempt = 0; attempt < 3 && (chances.at(-1) ?? 0) <= 0.01; attempt += 1) {
    const times = { near: [] as number[], far: [] as number[] };
    for (let n = 0; n < count; n += 1) {
      // In a random order, as the second of two could always be the faster one.
      const isNearFirst = Math.random() < 0.5;
      const [one, other] = isNearFirst ? [near(), far()] : [far(), near()];
      const [first, second] = [measure(one), measure(other)];
      times.near.push(isNearFirst ? first : second);
      times.far.push(isNearFirst ? second : first);
    }
    chances.push(chanceOfEqual(times.near, times.far));
  }
  expect(Math.max(...chances)).toBeGreaterThan(0.01);
});

function requireRefusal(work: () => unknown): void {
  try {
    work();
  } catch {
    return;
  }
  throw new Error('The token was accepted.');
}

/** The p-value of the Mann-Whitney U test for two samples of the same size, in its normal approximation. */
function chanceOfEqual(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((time) => [time, 1] as const),
    ...other.map((time) => [time, 0] as const),
  ];
  all.sort(([a], [b]) => a - b);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.[0] === all[start]?.[0]) end += 1;
    // Equal times share the mean of their ranks.
    const rank = (start + end + 1) / 2;
    for (const [, isOne] of all.slice(start, end)) rankSum += isOne * rank;
    start = end;
  }
  const n = one.length;
  const u = rankSum - (n * (n + 1)) / 2;
  const z = Math.abs(u - (n * n) / 2) / Math.sqrt((n * n * (2 * n + 1)) / 12);
  return 2 * (1 - normal(z));
}

/** The standard normal distribution, by Abramowitz and Stegun 26.2.17; its error is below 1e-7. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const factors = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = factors.reduce((total, factor, power) => total + factor * t ** (power + 1), 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

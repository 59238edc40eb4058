import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Service, startService } from '../../../support/service.js';
import { ndjson, upload } from '../../../support/upload.js';

// Ten thousand rows take a while on a busy machine.
jest.setTimeout(60_000);

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

const keyed = (key: string, body: string, query = '') =>
  upload(address, body, { 'idempotency-key': key }, query);

const totals = () => service.query('{ records { totalCount } imports { nodes { id received } } }');

test('The same rows with the same Idempotency-Key are one import, reported as replayed', async () => {
  const body = `${ndjson(0, 10_500)}{"title":"No more"}\n`;
  const first = await keyed('"a key"', body);
  expect(first.json).toMatchObject({ received: 10_501, inserted: 10_500, rejected: 1 });
  expect(first.json).toMatchObject({ replayed: false, rejections: [{ index: 10_500 }] });
  const second = await keyed('"a key"', body);
  expect(second.status).toBe(200);
  expect(second.json).toEqual({ ...first.json, replayed: true });
});

test('An Idempotency-Key may be quoted or unquoted', async () => {
  const body = ndjson(20_000, 20_001);
  const { json } = await keyed('8e03978e-40d5-43dd-bc93-6894a57f9324', body);
  const again = await keyed('"8e03978e-40d5-43dd-bc93-6894a57f9324"', body);
  expect(again.json).toEqual({ ...json, replayed: true });
  expect((await keyed('"\\"\\\\"', body)).json).toMatchObject({ replayed: false, duplicates: 1 });
});

test('Other rows, or the same rows with other parameters, need another Idempotency-Key', async () => {
  await keyed('other', ndjson(30_000, 30_002));
  for (const [body, query] of [
    [ndjson(30_000, 30_001), ''],
    [ndjson(30_000, 30_003), ''],
    [ndjson(30_001, 30_003), ''],
    [ndjson(30_000, 30_002), '?dateOrder=DMY'],
    [ndjson(30_000, 30_002), '?map=title=uri'],
    [ndjson(30_000, 30_002), '?source=other'],
  ] as const) {
    const before = await totals();
    const { status, code, json } = await keyed('other', body, query);
    expect([status, code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(json).toEqual({
      ok: false,
      code,
      argument: 'Idempotency-Key',
      error:
        'The idempotency key "other" was already used for an import with other rows, another source or other options; use a new key for a new import. Nothing was stored.',
    });
    expect(await totals()).toEqual(before);
  }
});

test('Of concurrent imports with the same Idempotency-Key, one does the work, and the others report it as replayed', async () => {
  const body = ndjson(40_000, 40_300);
  const answers = await Promise.all(Array.from({ length: 8 }, () => keyed('at once', body)));
  const ids = new Set(answers.map(({ json }) => json.import.id));
  expect(ids.size).toBe(1);
  for (const { json } of answers) expect(json).toMatchObject({ received: 300, inserted: 300 });
  expect(answers.filter(({ json }) => !json.replayed)).toHaveLength(1);
});

test('Rows that only begin like those of an Idempotency-Key are refused', async () => {
  await keyed('begins', ndjson(50_000, 60_500));
  for (const count of [400, 500, 600]) {
    const { status, json } = await keyed('begins', ndjson(50_000, 60_000) + ndjson(0, count));
    expect([status, json.received]).toEqual([409, undefined]);
    expect(json.error).toMatch(/Nothing more was stored\.$/);
  }
});

describe('An Idempotency-Key is refused', () => {
  const ofLength = (length: number) => `has ${length} characters; expected 1 to 255`;
  const ofCharacters = 'expected ASCII characters, quoted if they include commas or quotes';
  test.each([
    ['that is empty', '', ofLength(0)],
    ['that is an empty string', '""', ofLength(0)],
    ['of 256 characters', 'x'.repeat(256), ofLength(256)],
    ['of 256 characters in quotes', `"${'x'.repeat(256)}"`, ofLength(256)],
    ['with an unclosed quote', '"abc', `is ""abc"; ${ofCharacters}`],
    ['with a comma', 'a,b', `is "a,b"; ${ofCharacters}`],
    ['that is a list', '"a", "b"', ofCharacters],
    ['with a letter that is not ASCII', '\xe9', `is "\xe9"; ${ofCharacters}`],
  ])('%s', async (_what, key, fault) => {
    const { status, code, json } = await keyed(key, '{}');
    expect([status, code]).toEqual([400, 'ARGUMENT_INVALID']);
    expect(json.error).toMatch(/^The header "Idempotency-Key" .+\. Nothing was stored\.$/);
    expect(json.error).toContain(fault);
  });
});

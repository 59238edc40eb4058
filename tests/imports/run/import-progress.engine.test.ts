import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { until } from '../../support/until.js';
import { ndjson, upload } from '../../support/upload.js';

// Ten thousand rows take a while on a busy machine.
jest.setTimeout(60_000);

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

interface Progress {
  readonly state: string;
  readonly received: number;
  readonly bytesRead: number | null;
}

async function progressOf(key: string): Promise<Progress | null> {
  const { importByKey } = await service.query<{ importByKey: Progress | null }>(
    'query ($key: String!) { importByKey(idempotencyKey: $key) { state received bytesRead owner } }',
    { key },
  );
  return importByKey;
}

async function setLease(activeUntil: Date | null): Promise<void> {
  const { writer, engine } = service.app.fork();
  await writer
    .updateTable('import')
    .set({ active_until: activeUntil && engine.storedInstant(activeUntil) })
    .where('idempotency_key', '=', 'followed')
    .execute();
}

test('An import is followed by its idempotency key while it runs, when it was cut off, and once it is whole', async () => {
  const whole = ndjson(0, 25_000);
  const key = { 'idempotency-key': 'followed' };
  const goOn = Promise.withResolvers<void>();
  async function* cutOff() {
    yield whole.slice(0, -200);
    await goOn.promise;
    yield whole.slice(-200, -10);
  }
  expect(await progressOf('followed')).toBeNull();
  const cut = upload(address, cutOff(), key);
  await until(
    '20,000 rows are stored',
    async () => (await progressOf('followed'))?.received === 20_000,
  );
  const running = await progressOf('followed');
  expect(running).toEqual({
    ...{ state: 'RUNNING', received: 20_000, owner: 'anonymous' },
    bytesRead: expect.any(Number),
  });
  expect(running?.bytesRead).toBeGreaterThan(0);
  expect(running?.bytesRead).toBeLessThan(whole.length);
  // As if its process had been killed a minute ago.
  await setLease(new Date(Date.now() - 1));
  expect((await progressOf('followed'))?.state).toBe('INTERRUPTED');
  await setLease(new Date(Date.now() + 60_000));

  goOn.resolve();
  expect((await cut).status).toBe(400);
  expect(await progressOf('followed')).toMatchObject({ state: 'INTERRUPTED', received: 20_000 });

  expect((await upload(address, whole, key)).json).toMatchObject({ received: 25_000 });
  expect(await progressOf('followed')).toEqual({
    ...{ state: 'FINISHED', received: 25_000, owner: 'anonymous' },
    bytesRead: whole.length,
  });
});

test('An import of items is found by its key, and has read no bytes', async () => {
  await service.importItems([item()], { idempotencyKey: 'items ' });
  expect(await progressOf('items ')).toEqual({
    ...{ state: 'FINISHED', received: 1, owner: 'anonymous' },
    bytesRead: null,
  });
  expect(await progressOf('items')).toBeNull();
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

// Normalising these 600,000 marks would take some minutes.
test('a megabyte of combining marks is refused at once', async () => {
  const marks = `a${'\u0301\u0316'.repeat(300_000)}`;
  const begun = performance.now();
  const answer = await service.importItems([
    item({ title: marks }),
    item({ uri: `https://example.com/${marks}` }),
    item({ uri: `https://${marks}/` }),
    item({ date: marks }),
  ]);
  expect(answer).toMatchObject({ received: 4, rejected: 4 });
  expect(performance.now() - begun).toBeLessThan(3000);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { slowRecords } from '../support/slow-records.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ SEARCH_TIMEOUT_MS: '60' });
  await service.importItems([item({ title: 'A title' })]);
  await slowRecords(service);
});
afterAll(() => service.stop());

describe('a search that takes longer than SEARCH_TIMEOUT_MS gets a 503:', () => {
  test.each([
    ['a page of common text', '{ records(filter: { text: "title" }) { nodes { id } } }'],
    ['a page of absent text', '{ records(filter: { text: "absent" }) { nodes { id } } }'],
    [
      'a page of two letters',
      '{ records(filter: { text: "zz" }, orderBy: ADDED_ASC) { nodes { id } } }',
    ],
    [
      'two pages',
      '{ a: records { nodes { id } } b: records(filter: { text: "a" }) { nodes { id } } }',
    ],
  ])('%s', async (_, query) => {
    const answer = await post(service.app, '/graphql', { query });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().errors[0].extensions.code).toBe('SEARCH_TIMEOUT');
  });
});

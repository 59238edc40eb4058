import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

let production: Service;
let development: Service;
beforeAll(async () => {
  production = await startService({ NODE_ENV: 'production' });
  development = await startService({ NODE_ENV: 'development' });
});
afterAll(() => Promise.all([production.stop(), development.stop()]));

test('Introspection is allowed in development only', async () => {
  const query = '{ __schema { queryType { name } } }';
  expect(await development.query(query)).toEqual({ __schema: { queryType: { name: 'Query' } } });
  const { errors } = await production.ask(query);
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

describe('The correct name is suggested in development only for', () => {
  test.each([
    ['a field', '{ recor(id: 1) { id } }', {}],
    ['an argument', '{ records(firts: 1) { totalCount } }', {}],
    ['an input field', '{ records(filter: { titel: null }) { totalCount } }', {}],
    ['a type', '{ records { ... on RecordConnectio { totalCount } } }', {}],
    ['an argument of a directive', '{ records { totalCount @skip(iff: true, if: true) } }', {}],
    ['a missing selection', '{ records }', {}],
    ['an enum value', '{ records(orderBy: DATE_DES) { totalCount } }', {}],
    [
      'a variable’s value',
      'query ($order: RecordOrder!) { records(orderBy: $order) { totalCount } }',
      { order: 'DATE_DES' },
    ],
    [
      'a variable’s field',
      'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }',
      { filter: { titel: null } },
    ],
  ])('%s', async (_what, query, variables) => {
    const message = async (service: Service) =>
      (await service.ask(query, variables)).errors?.[0]?.message;
    expect(await message(development)).toMatch(/Did you mean/);
    expect(await message(production)).toMatch(/\S\.$/);
    expect(await message(production)).not.toMatch(/Did you mean/);
  });
});

test.each(['{', { query: '{' }, { query: '{ nothing }' }])(
  'No response has a stack trace: %j',
  async (body) => {
    for (const { app } of [production, development]) {
      expect((await post(app, '/graphql', body)).body).not.toMatch(/stack|node_modules|\.js/);
    }
  },
);

import { expect, test } from '@jest/globals';
import { startService } from '../../support/service.js';
import { times } from '../../support/times.js';

const small = 'query { records(first: 1) { nodes { id } } }';

test.each([
  ['LIMIT_TOKENS', '15', 'DOCUMENT_TOO_LARGE', '{ records(first: 1) { nodes { id id id } } }'],
  ['LIMIT_DEPTH', '3', 'SELECTION_TOO_DEEP', '{ records { nodes { site { id } } } }'],
  ['LIMIT_ALIASES', '1', 'TOO_MANY_ALIASES', '{ a: __typename b: __typename }'],
  ['LIMIT_ROOT_FIELDS', '1', 'TOO_MANY_ROOT_FIELDS', '{ __typename __typename }'],
  ['LIMIT_FIELDS', '3', 'TOO_MANY_FIELDS', '{ records { nodes { id title } } }'],
  ['LIMIT_REPEATED_FIELDS', '1', 'TOO_MANY_REPEATED_FIELDS', '{ records { nodes { id id id } } }'],
  [
    'LIMIT_DIRECTIVES',
    '1',
    'TOO_MANY_DIRECTIVES',
    '{ __typename @skip(if: false) @include(if: true) }',
  ],
  [
    'LIMIT_LIST_ITEMS',
    '1',
    'LIST_TOO_LONG',
    '{ records(filter: { and: [{}, {}] }) { nodes { id } } }',
  ],
  ['LIMIT_COST', '11', 'COST_TOO_HIGH', '{ records(first: 2) { nodes { id } } }'],
])('%s=%s lowers a limit', async (setting, value, code, document) => {
  const service = await startService({ [setting]: value });
  try {
    const { errors } = await service.ask(document);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(await service.query(small)).toEqual({ records: { nodes: [] } });
  } finally {
    await service.stop();
  }
  // By default, the document is allowed.
  const usual = await startService();
  expect(await usual.ask(document)).not.toHaveProperty('errors');
  await usual.stop();
});

test('LIMIT_ALIASES can be raised to 1,000', async () => {
  const env = { LIMIT_TOKENS: '9999', LIMIT_ALIASES: '1000', LIMIT_ROOT_FIELDS: '1000' };
  const service = await startService(env);
  const aliases = (count: number) => `{ ${times(count, (at) => `a${at}: __typename`)} }`;
  expect(Object.keys(await service.query(aliases(1000)))).toHaveLength(1000);
  const { errors } = await service.ask(aliases(1001));
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_ALIASES' } }]);
  await service.stop();
});

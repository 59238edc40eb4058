import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ LIMIT_DEPTH: '3' });
});
afterAll(() => service.stop());

const codes = async (query: string) => {
  const { errors = [] } = await service.ask(query);
  return errors.map(({ extensions }) => extensions.code);
};

/** So many levels below `inner` of a type. */
const ofTypes = (count: number) => `${'ofType {'.repeat(count)} name ${'}'.repeat(count)}`;

test('tools read the schema whatever LIMIT_DEPTH is', async () => {
  const data = await service.query<IntrospectionQuery>(
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true }),
  );
  expect(buildClientSchema(data as never).getQueryType()?.name).toBe('Query');
});

test.each([
  ['__type', `{ __type(name: "Record") { fields { type { ${ofTypes(9)} } } } }`],
  ['an alias', `{ a: __type(name: "Record") { fields { type { ${ofTypes(9)} } } } }`],
  ['an inline fragment', `{ ... on Query { __schema { types { fields { type { kind } } } } } }`],
  ['a fragment', '{ ...F } fragment F on Query { __schema { types { fields { name } } } }'],
])('also by %s', async (_how, query) => {
  expect(await codes(query)).toEqual([]);
});

test('introspection has a bound of its own', async () => {
  const levels = (count: number) => `{ __schema { queryType { ${ofTypes(count - 3)} } } }`;
  expect(await codes(levels(20))).toEqual([]);
  const { errors } = await service.ask(levels(21));
  expect(errors).toMatchObject([
    {
      message:
        'The operation selects fields of the schema on 21 levels below each other; at most 20 are allowed.',
      extensions: { code: 'SELECTION_TOO_DEEP' },
    },
  ]);
});

test.each([
  ['beside it', '{ __schema { description } records { nodes { site { id } } } }'],
  ['below a field', '{ records { __schema { types { name } } } }'],
  [
    'below a field in a fragment',
    '{ records { ...F } } fragment F on RecordConnection { __type(name: "A") { fields { name } } }',
  ],
])('what is called so %s is no introspection', async (_where, query) => {
  expect(await codes(query)).toEqual(['SELECTION_TOO_DEEP']);
});

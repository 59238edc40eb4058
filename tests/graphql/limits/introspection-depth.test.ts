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

/** A selection of so many levels of `ofType`. */
const ofTypes = (count: number) => `${'ofType {'.repeat(count)} name ${'}'.repeat(count)}`;

test('the introspection query of tools works whatever LIMIT_DEPTH is', async () => {
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
])('introspection by %s is not subject to LIMIT_DEPTH', async (_how, query) => {
  expect(await codes(query)).toEqual([]);
});

test('introspection has a depth limit of its own', async () => {
  const levels = (count: number) => `{ __schema { queryType { ${ofTypes(count - 3)} } } }`;
  expect(await codes(levels(20))).toEqual([]);
  const { errors } = await service.ask(levels(21));
  expect(errors).toMatchObject([
    {
      message: 'The operation nests introspection fields 21 levels deep; at most 20 are allowed.',
      extensions: { code: 'SELECTION_TOO_DEEP' },
    },
  ]);
});

test.each([
  ['beside introspection', '{ __schema { description } records { nodes { site { id } } } }'],
  ['of __schema below a field', '{ records { __schema { types { name } } } }'],
  [
    'of __type below a field in a fragment',
    '{ records { ...F } } fragment F on RecordConnection { __type(name: "A") { fields { name } } }',
  ],
])('a selection %s is subject to LIMIT_DEPTH', async (_where, query) => {
  expect(await codes(query)).toEqual(['SELECTION_TOO_DEEP']);
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { byHash } from '../../support/cached.js';
import { codesOf, post } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const nested =
  'query ($first: Int) { sites(first: $first) { nodes { records(first: $first) { nodes { id } } } } }';
const filtered = 'query ($filter: RecordFilter) { records(filter: $filter) { nodes { id } } }';

describe('an operation that costs too much with its variables is rejected before any SQL, in', () => {
  test.each([
    ['a new document', { query: `${nested} # new`, variables: { first: 100 } }],
    ['a document that was executed before', { query: nested, variables: { first: 100 } }],
    [
      'a document that is named by its hash',
      { extensions: byHash(nested), variables: { first: 100 } },
    ],
  ])('%s', async (_what, asked) => {
    const small = { query: nested, extensions: byHash(nested), variables: { first: 9 } };
    expect((await post(service.app, '/graphql', small)).json()).toHaveProperty('data.sites');
    service.statements();
    const accept = 'application/graphql-response+json';
    const answer = await post(service.app, '/graphql', asked, { accept });
    expect(service.statements()).toEqual([]);
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      {
        errors: [
          {
            message:
              'The operation costs 11110; at most 10000 is allowed. Request smaller pages, or fewer fields within lists.',
            extensions: { code: 'COST_TOO_HIGH' },
          },
        ],
      },
    ]);
  });
});

test('of several operations, only the one that is executed has to respect the cost limit', async () => {
  const query = `query Small { __typename } ${nested.replace('query', 'query Large')}`;
  const asked = (operationName: string) =>
    post(service.app, '/graphql', { query, operationName, variables: { first: 100 } });
  expect((await asked('Small')).json()).toEqual({ data: { __typename: 'Query' } });
  expect(codesOf(await asked('Large'))).toEqual(['COST_TOO_HIGH']);
  expect((await asked('Small')).json()).toEqual({ data: { __typename: 'Query' } });
});

describe('a page size', () => {
  test.each([
    [1e9, 'PAGE_SIZE_INVALID'],
    [-1, 'PAGE_SIZE_INVALID'],
    ['10', 'BAD_USER_INPUT'],
    [[1], 'BAD_USER_INPUT'],
    [{}, 'BAD_USER_INPUT'],
  ])('of %j costs as much as the largest, and is rejected as %s', async (first, code) => {
    const query = 'query ($first: Int) { records(first: $first) { nodes { id } } }';
    const answer = await post(service.app, '/graphql', { query, variables: { first } });
    expect(codesOf(answer)).toEqual([code]);
    const large =
      'query ($first: Int) { records(first: $first) { nodes { site { records(first: 100) { nodes { id } } } } } }';
    const costly = await post(service.app, '/graphql', { query: large, variables: { first } });
    expect(codesOf(costly)).toEqual([first === -1 ? code : 'COST_TOO_HIGH']);
  });
});

describe('a list of more than 200 items is rejected', () => {
  const items = (count: number) => Array(count).fill({});
  const literal = (count: number) => `[${'{}'.repeat(count)}]`;
  const cases: readonly [string, string, (count: number) => Parameters<Service['ask']>][] = [
    ['in a variable', 'filter.or', (count) => [filtered, { filter: { or: items(count) } }]],
    [
      'deep in a variable',
      'filter.not.and.0.or',
      (count) => [filtered, { filter: { not: { and: [{ or: items(count) }] } } }],
    ],
    [
      'as a variable',
      'or',
      (count) => [
        'query ($or: [RecordFilter!]) { records(filter: { or: $or }) { nodes { id } } }',
        { or: items(count) },
      ],
    ],
    [
      'in the document',
      'filter.and.0.or',
      (count) => [`{ records(filter: { and: [{ or: ${literal(count)} }] }) { nodes { id } } }`],
    ],
    [
      'in the default of a variable',
      'filter.or',
      (count) => [filtered.replace('Filter)', `Filter = { or: ${literal(count)} })`)],
    ],
  ];

  test.each(cases)('%s', async (_what, argument, asked) => {
    service.statements();
    const { errors } = await service.ask(...asked(201));
    expect(service.statements()).toEqual([]);
    expect(errors).toEqual([
      {
        message: `The list "${argument}" has 201 items; at most 200 are allowed.`,
        extensions: { code: 'LIST_TOO_LONG', argument },
      },
    ]);
    // A filter has a limit of its own, and its error has a location in the document.
    const { errors: ofFewer } = await service.ask(...asked(200));
    expect(ofFewer).toMatchObject([{ extensions: { code: 'FILTER_TOO_COMPLEX' } }]);
  });

  test('unless it is the items of an import, which have a limit of their own', async () => {
    const mutation =
      'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { received } }';
    const data = await service.query(mutation, { input: { items: items(201), dryRun: true } });
    expect(data).toEqual({ bulkImport: { received: 201 } });
    const inDocument = `mutation { bulkImport(input: { items: ${literal(201)}, dryRun: true }) { received } }`;
    expect(await service.query(inDocument)).toEqual(data);
  });
});

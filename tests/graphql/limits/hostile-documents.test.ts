import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';
import { times } from '../../support/times.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** A document with so many fragments, each of which uses the next one as `body` says. */
const chained = (count: number, body: (next: string) => string) =>
  `{ site(host: "a") { ...F0 } }
  ${times(count, (at) => `fragment F${at} on Site { ${body(`...F${at + 1}`)} }`)}
  fragment F${count} on Site { id }`;

// Each of these would keep a server busy for seconds, or for longer than the universe is old.
test.each<[string, string, string]>([
  ['10,000 tokens', 'DOCUMENT_TOO_LARGE', `{ ${'__typename '.repeat(10_000)} }`],
  [
    '1,000 aliases',
    'DOCUMENT_TOO_LARGE',
    `{ ${times(1000, (at) => `a${at}: records { totalCount }`)} }`,
  ],
  [
    '100 aliases of a search',
    'TOO_MANY_ALIASES',
    `{ ${times(100, (at) => `a${at}: records(filter: { text: "a" }) { totalCount }`)} }`,
  ],
  ['400,000 comments', 'DOCUMENT_TOO_LARGE', `{ __typename }${'#\n'.repeat(400_000)}`],
  [
    'fragments that each use the next one twice',
    'TOO_MANY_FIELDS',
    chained(100, (next) => `${next} ${next}`),
  ],
  [
    'fragments that each use the next one twice below different fields',
    'SELECTION_TOO_DEEP',
    chained(
      50,
      (next) => `records { nodes { site { ${next} } } edges { node { site { ${next} } } } }`,
    ),
  ],
  [
    'circular fragments',
    'GRAPHQL_VALIDATION_FAILED',
    `{ records { nodes { ...A } } } fragment A on Record { ...B } fragment B on Record { site { records { nodes { ...A ...A } } } }`,
  ],
  [
    'a circular fragment that is not used',
    'GRAPHQL_VALIDATION_FAILED',
    '{ __typename } fragment A on Query { ...A }',
  ],
  [
    'repeated fields, which validation compares with each other',
    'TOO_MANY_REPEATED_FIELDS',
    `{ records { nodes { ${'site { id } '.repeat(490)} } } }`,
  ],
  [
    'repeated fields in a fragment that is not used',
    'TOO_MANY_REPEATED_FIELDS',
    `{ __typename } fragment F on Record { ${'site { id } '.repeat(490)} }`,
  ],
  [
    'repeated fields in the first of two fragments with the same name',
    'GRAPHQL_VALIDATION_FAILED',
    `{ records { nodes { ...F } } } fragment F on Record { ${'site { id } '.repeat(480)} } fragment F on Record { id }`,
  ],
  [
    'a selection of 600 levels',
    'SELECTION_TOO_DEEP',
    `{ site(host: "a") { ${'records { nodes { site { '.repeat(200)}id${' } } }'.repeat(200)} } }`,
  ],
  [
    'many operations that use many fragments',
    'TOO_MANY_FIELDS',
    `${times(140, (at) => `query Q${at} { ...G0 }`)} ${times(130, (at) => `fragment G${at} on Query { ...G${at + 1} }`)} fragment G130 on Query { __typename }`,
  ],
  [
    'a list of 900 filters',
    'LIST_TOO_LONG',
    `{ records(filter: { and: [${'{} '.repeat(900)}] }) { nodes { id } } }`,
  ],
  [
    'records of sites of records of sites',
    'COST_TOO_HIGH',
    '{ records(first: 100) { nodes { site { records(first: 100) { nodes { site { records(first: 100) { nodes { id } } } } } } } } }',
  ],
])('a document with %s is rejected as %s before any SQL', async (_what, code, document) => {
  service.allStatements();
  const { data, errors } = await service.ask(document);
  // What depends on variables is checked after the response cache has asked for the data version.
  const isLate = code === 'LIST_TOO_LONG' || code === 'COST_TOO_HIGH';
  expect(isLate ? service.statements() : service.allStatements()).toEqual([]);
  expect([data, errors]).toMatchObject([undefined, [{ extensions: { code } }]]);
  expect(errors).toHaveLength(1);
});

// Validation would report this, too, but only after it has compared all fields.
test.each([
  [
    '{ __typename ...F } fragment F on Query { ...G } fragment G on Query { ...F }',
    'The fragment "F" uses itself, which is not allowed.',
  ],
  [
    '{ __typename ...F } fragment F on Query { __typename } fragment F on Query { __typename }',
    'The document has two fragments "F"; names must be unique.',
  ],
])(
  'a document that cannot be measured is rejected before validation: %s',
  async (document, message) => {
    expect(await service.ask(document)).toMatchObject({ errors: [{ message }] });
  },
);

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../../src/errors/request-error.js';
import { type Service, startService } from '../../support/service.js';
import { times } from '../../support/times.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** A selection of so many levels, three of them per site. */
const levels = (count: number): string => {
  if (count === 1) return '{ id }';
  if (count === 2) return '{ nodes { id } }';
  return count === 3
    ? '{ records(first: 1) { nodes { id } } }'
    : `{ records(first: 1) { nodes { site ${levels(count - 3)} } } }`;
};

describe.each<[string, ErrorCode, number, number, (count: number) => string]>([
  ['tokens', 'DOCUMENT_TOO_LARGE', 2000, 1, (count) => `{ no(list: [${'1 '.repeat(count - 9)}]) }`],
  ['comments', 'DOCUMENT_TOO_LARGE', 2000, 1, (count) => `{ __typename } ${'#\n'.repeat(count)}`],
  ['characters', 'DOCUMENT_TOO_LARGE', 5e5, 1, (count) => `{ __typename }`.padEnd(count)],
  ['levels', 'SELECTION_TOO_DEEP', 15, 1, levels],
  [
    'levels in fragments',
    'SELECTION_TOO_DEEP',
    15,
    1,
    (count) =>
      `{ records { nodes { ...F } } } fragment F on Record { site ... on Record { site ${levels(count - 3)} } }`,
  ],
  [
    'aliases',
    'TOO_MANY_ALIASES',
    15,
    1,
    (count) => `{ ${times(count, (at) => `a${at}: __typename`)} }`,
  ],
  [
    'aliases in fragments',
    'TOO_MANY_ALIASES',
    15,
    2,
    (count) =>
      `{ a: records { nodes { ...F } edges { node { ...F } } } } fragment F on Record { ${times((count - 1) / 2, (at) => `b${at}: id`)} }`,
  ],
  ['root fields', 'TOO_MANY_ROOT_FIELDS', 20, 1, (count) => `{ ${'__typename '.repeat(count)} }`],
  [
    'root fields in fragments',
    'TOO_MANY_ROOT_FIELDS',
    20,
    1,
    (count) =>
      `{ __typename ...F ... on Query { __typename } } fragment F on Query { ${'__typename '.repeat(count - 2)} }`,
  ],
  [
    'fields',
    'TOO_MANY_FIELDS',
    1000,
    16,
    // Each fragment stands for twice what the next one does.
    (count) =>
      `{ records { nodes { id uri date site { id host } import { id } ...A ...A } } }
      ${times(3, (at) => `fragment ${'ABC'[at]} on Record { ...${'BCD'[at]} ...${'BCD'[at]} }`)}
      fragment D on Record { ${'title '.repeat((count - 40) / 16)} }`,
  ],
  [
    'repeated fields',
    'TOO_MANY_REPEATED_FIELDS',
    200,
    2,
    (count) => `{ records { nodes { ${'site { id } '.repeat(count / 2 + 1)} } } }`,
  ],
  [
    'repeated fields in fragments',
    'TOO_MANY_REPEATED_FIELDS',
    200,
    1,
    (count) =>
      `{ records { nodes { title ...F } } } fragment F on Record { ... { title } ${'title '.repeat(count - 1)} }`,
  ],
  [
    'directives in one place',
    'TOO_MANY_DIRECTIVES',
    5,
    1,
    (count) => `{ __typename ${'@no'.repeat(count)} }`,
  ],
  [
    'directives of a fragment',
    'TOO_MANY_DIRECTIVES',
    5,
    1,
    (count) => `{ ...F } fragment F on Query ${'@no'.repeat(count)} { __typename }`,
  ],
])('of %s,', (_what, code, max, step, document) => {
  test(`${max} are allowed`, async () => {
    const { errors = [] } = await service.ask(document(max));
    const codes = errors.map(({ extensions }) => extensions.code);
    // Some of these documents are valid, the others are not.
    expect(codes.filter((code) => code !== 'GRAPHQL_VALIDATION_FAILED')).toEqual([]);
  });

  test(`more than ${max} are rejected as ${code} before any SQL`, async () => {
    service.allStatements();
    const { data, errors } = await service.ask(document(max + step));
    expect(service.allStatements()).toEqual([]);
    expect([data, errors]).toMatchObject([undefined, [{ extensions: { code } }]]);
    expect(errors?.[0]?.message).toMatch(/ (has|selects|nests) .*\b\d+.*[.]$/);
    expect(errors?.[0]?.message).toContain(`${max}`);
  });
});

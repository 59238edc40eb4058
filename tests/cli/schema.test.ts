import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { testTerminal } from '../support/terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-schemas-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command with `input` piped into it. */
async function records(args: readonly string[], input = '') {
  const terminal = testTerminal({ DATABASE_URL: 'nonsense' }, { readInput: async () => input });
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

async function schemaFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const old = `
  type Query { link(id: ID!, lang: String = "en"): Link }
  type Link { id: ID!, title: String! }
  enum Order { UP DOWN }
`;

async function diff(after: string) {
  const files = [await schemaFile('old.graphql', old), await schemaFile('new.graphql', after)];
  return records(['schema', 'diff', ...files]);
}

test.each([['schema'], ['schema', 'print']])(
  'records %s %s prints the schema even if the configuration is invalid',
  async (...args) => {
    const { code, printed } = await records(args);
    expect(code).toBe(0);
    expect(printed).toMatch(/^type Mutation \{$/m);
    expect(printed).toMatch(/[^\n]\n$/);
  },
);

describe('records schema diff', () => {
  test.each([
    ['a field is removed', old.replace(', title: String!', ''), 'Link.title was removed.'],
    ['a type is removed', old.replace(/enum.*/, ''), 'Order was removed.'],
    ['an enum value is removed', old.replace('DOWN', ''), 'DOWN was removed from enum type Order.'],
    [
      'a field may be null now',
      old.replace('title: String!', 'title: String'),
      'Link.title changed type from String! to String.',
    ],
    [
      'an argument is required',
      old.replace('id: ID!,', 'id: ID!, by: Int!,'),
      'A required arg by on Query.link was added.',
    ],
  ])('exits with 1 and names the change when %s', async (_what, after, change) => {
    const { code, printed, errors } = await diff(after);
    expect(code).toBe(1);
    expect(printed).toMatch(/^breaking {3}[A-Z_]+ {2}\S.*\.\n$/);
    expect(printed).toContain(change);
    expect(errors).toBe('1 change would break clients.\n');
  });

  test('names each of several breaking changes', async () => {
    const { code, printed, errors } = await diff(
      old.replace('title: String!', '').replace('DOWN', ''),
    );
    expect([code, errors]).toEqual([1, '2 changes would break clients.\n']);
    expect(printed.match(/^breaking/gm)).toHaveLength(2);
  });

  test.each([
    ['a new enum value', old.replace('DOWN', 'DOWN SIDEWAYS'), 'SIDEWAYS was added'],
    ['another default', old.replace('"en"', '"pt"'), 'has changed defaultValue'],
  ])('exits with 0 and names the danger of %s', async (_what, after, danger) => {
    const { code, printed, errors } = await diff(after);
    expect([code, errors]).toEqual([0, '']);
    expect(printed).toMatch(/^dangerous {2}[A-Z_]+ {2}\S.*\.\nNo change would break clients\.\n$/);
    expect(printed).toContain(danger);
  });

  test('exits with 0 when only fields and descriptions are added', async () => {
    const after = old.replace('title: String!', '"The title." title: String!, uri: String');
    expect(await diff(after)).toEqual({
      code: 0,
      printed: 'No change would break clients.\n',
      errors: '',
    });
  });

  const directive =
    ' directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT ';
  const requiring = (before: string, after: string) => [
    old.replace('Link {', `Link ${before} {`) + directive,
    old.replace('Link {', `Link ${after} {`) + directive,
  ];
  const diffOf = async ([before = '', after = '']: readonly string[]) => {
    const files = [await schemaFile('a.graphql', before), await schemaFile('b.graphql', after)];
    return records(['schema', 'diff', ...files]);
  };
  const [reads, exportsToo] = ['["records:read"]', '["records:read", "records:export"]'];

  test.each<[string, readonly string[], string]>([
    ['type that had none', requiring('', `@requiresScopes(scopes: [${reads}])`), 'records:read'],
    [
      'type that had one',
      requiring(`@requiresScopes(scopes: [${reads}])`, `@requiresScopes(scopes: [${exportsToo}])`),
      'records:read and records:export',
    ],
    [
      'type that had an alternative',
      requiring(
        `@requiresScopes(scopes: [${reads}, ["ops"]])`,
        '@requiresScopes(scopes: [["ops"]])',
      ),
      'ops',
    ],
  ])('exits with 1 and names the scopes that are now required by a %s', async (_what, ...rest) => {
    const [schemas, scopes] = rest;
    const { code, printed } = await diffOf(schemas);
    expect([code, printed]).toEqual([
      1,
      `breaking   SCOPES_REQUIRED  Link requires more scopes than before: ${scopes}.\n`,
    ]);
  });

  test('exits with 1 when a field requires a scope', async () => {
    const required = old.replace(
      'title: String!',
      `title: String! @requiresScopes(scopes: [${reads}])`,
    );
    const { code, printed } = await diffOf([old, required + directive]);
    expect([code, printed]).toEqual([
      1,
      'breaking   SCOPES_REQUIRED  Link.title requires more scopes than before: records:read.\n',
    ]);
  });

  test('exits with 0 when another alternative is added, or a scope is no longer required', async () => {
    for (const schemas of [
      requiring(
        `@requiresScopes(scopes: [${reads}])`,
        `@requiresScopes(scopes: [${reads}, ["ops"]])`,
      ),
      requiring(`@requiresScopes(scopes: [${exportsToo}])`, `@requiresScopes(scopes: [${reads}])`),
      requiring(`@requiresScopes(scopes: [${reads}])`, ''),
    ]) {
      expect((await diffOf(schemas)).code).toBe(0);
    }
  });

  const node = '\ninterface Node { id: ID! }';
  const linkIsNode = old.replace('type Link {', 'type Link implements Node {') + node;

  test('names the ids that change when a type becomes a Node', async () => {
    const { code, printed } = await diff(linkIsNode);
    expect([code, printed]).toEqual([
      1,
      [
        'breaking   IDS_CHANGED  Link.id has different values, because Link now implements Node.',
        'dangerous  IMPLEMENTED_INTERFACE_ADDED  Node added to interfaces implemented by Link.',
        '',
      ].join('\n'),
    ]);
  });

  test.each([
    ['a type that already was a Node', linkIsNode, `${linkIsNode} type More { a: Int }`],
    ['a new type', old, `${old}${node} type New implements Node { id: ID! }`],
    ['a type without ids before', old.replace('id: ID!, title', 'title'), linkIsNode],
    ['an interface other than Node', old, linkIsNode.replaceAll('Node', 'Other')],
  ])('names no changed ids for %s', async (_what, before, after) => {
    const files = [await schemaFile('a.graphql', before), await schemaFile('b.graphql', after)];
    const { code, printed } = await records(['schema', 'diff', ...files]);
    expect([code, printed]).toEqual([0, expect.not.stringContaining('IDS_CHANGED')]);
  });

  test('compares with the schema of this version if only one file is given', async () => {
    const own = (await records(['schema', 'print'])).printed;
    const same = await schemaFile('same.graphql', own);
    expect(await records(['schema', 'diff', same])).toMatchObject({ code: 0, errors: '' });
    const earlier = await schemaFile(
      'earlier.graphql',
      own.replace('type Query {', 'type Query { gone: Int'),
    );
    const { code, printed } = await records(['schema', 'diff', earlier]);
    expect([code, printed]).toEqual([1, 'breaking   FIELD_REMOVED  Query.gone was removed.\n']);
  });

  test('reads standard input for -', async () => {
    const after = await schemaFile('new.graphql', old.replace('DOWN', ''));
    expect((await records(['schema', 'diff', '-', after], old)).code).toBe(1);
    expect((await records(['schema', 'diff', after, '-'], old)).code).toBe(0);
  });

  test.each([
    [
      'is not a schema',
      'type Query {',
      /old\.graphql is not a GraphQL schema \(line 1, column 13\): Syntax/,
    ],
    [
      'has an unknown type',
      'type Query { a: B }',
      /is not a GraphQL schema: Unknown type "B"\.\n$/,
    ],
    [
      'has nothing to query',
      'type A { a: Int }',
      /is not a GraphQL schema: Query root type must be/,
    ],
    ['is empty', '', /is not a GraphQL schema/],
  ])('exits with 2 and says why when a file %s', async (_what, text, sentence) => {
    const { code, printed, errors } = await records([
      'schema',
      'diff',
      await schemaFile('old.graphql', text),
    ]);
    expect([code, printed]).toEqual([2, '']);
    expect(errors).toMatch(sentence);
  });

  test('exits with 2 and names a file that does not exist', async () => {
    const { code, errors } = await records(['schema', 'diff', join(folder, 'none.graphql')]);
    expect(code).toBe(2);
    expect(errors).toMatch(/none\.graphql cannot be read: ENOENT: .*\.\n$/);
  });

  test('requires a file', async () => {
    const { code, errors } = await records(['schema', 'diff']);
    expect([code, errors]).toEqual([1, "error: missing required argument 'old'\n"]);
  });
});

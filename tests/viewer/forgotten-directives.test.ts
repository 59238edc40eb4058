import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  extendSchema,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  parseConstValue,
} from 'graphql';
import { createSchema } from '../../src/schema.js';
import { ask } from '../support/cached.js';
import { item, type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

/**
 * The service's schema with what somebody may do by mistake: a field without scopes that leads to records,
 * and a hint that says that anyone may cache imports.
 */
function carelessSchema(): GraphQLSchema {
  const sdl = parse('extend type Query { latest: Record @cacheControl(maxAge: 240) }');
  const schema = extendSchema(createSchema(), sdl, { assumeValidSDL: true });
  const latest = schema.getQueryType()?.getFields().latest;
  if (latest) latest.resolve = () => ({ id: 1, title: 'Latest' });
  const type = schema.getType('Import');
  if (!isObjectType(type) || !type.astNode) throw new Error('The schema has no type "Import".');
  type.astNode = { ...type.astNode, directives: [...(type.astNode.directives ?? []), hint] };
  return schema;
}

const hint = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'cacheControl' },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'maxAge' },
      value: parseConstValue('240'),
    },
  ],
} as const;

const authenticate = identifyBy({
  ada: viewer('ada', 'records:read', 'imports:write', 'imports:read'),
  bob: viewer('bob', 'records:read', 'imports:read'),
  importer: viewer('importer', 'imports:read'),
  writer: viewer('writer', 'records:read', 'imports:write'),
  nobody: viewer('nobody'),
});

let service: Service;
const statusFor = async (caller: string, query: string) =>
  (await ask(service, { query }, bearer(caller))).statusCode;

beforeAll(async () => {
  service = await startService({}, undefined, undefined, { authenticate, schema: carelessSchema });
  const query =
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }';
  await ask(service, { query, variables: { items: [item()] } }, bearer('ada'));
});
afterAll(() => service.stop());

test('A field without scopes does not lead to objects whose type has some', async () => {
  const query = '{ latest { title } }';
  expect(await statusFor('bob', query)).toBe(200);
  expect(await statusFor('nobody', query)).toBe(403);
});

test('A field requires its scopes, though its type requires fewer or none', async () => {
  expect(await statusFor('nobody', '{ node(id: "nonsense") { id } }')).toBe(403);
  expect(await statusFor('writer', '{ records { nodes { import { id } } } }')).toBe(403);
  expect(await statusFor('bob', '{ records { nodes { import { id } } } }')).toBe(200);
});

test('A node that variables name is not cached for viewers that may not read it, whatever the hints say', async () => {
  for (const caller of ['ada', 'importer', 'ada', 'importer']) {
    const status = await statusFor(caller, '{ node(id: "UmVjb3JkOjE") { id } }');
    expect([caller, status]).toEqual([caller, caller === 'ada' ? 200 : 403]);
  }
});

test('The import of a record is not cached for others, whatever the hints say', async () => {
  const query = '{ records { nodes { import { databaseId } } } import(id: "1") { databaseId } }';
  for (const caller of ['ada', 'bob', 'ada', 'bob']) {
    const { json } = await ask(service, { query }, bearer(caller));
    const found = caller === 'ada' ? { databaseId: '1' } : null;
    expect(json().data).toEqual({ records: { nodes: [{ import: found }] }, import: found });
  }
});

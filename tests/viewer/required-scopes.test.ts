import { expect, test } from '@jest/globals';
import { type GraphQLNamedType, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { readRequiredScopes } from '../../src/graphql/access/requires-scopes.js';
import { createSchema } from '../../src/schema.js';
import { isScope } from '../../src/viewer/scopes.js';

const schema = createSchema();
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

// What they contain is a part of the list that they belong to, which requires its own.
const withoutScopes = ['PageInfo'];

/** All object types whose fields a response can have, but for the roots. */
function reachableTypes(): readonly GraphQLNamedType[] {
  const found = new Set<GraphQLNamedType>();
  const open: (GraphQLNamedType | null | undefined)[] = [...roots];
  for (let type = open.pop(); open.length > 0 || type; type = open.pop()) {
    if (!type || found.has(type) || !(isObjectType(type) || isInterfaceType(type))) continue;
    found.add(type);
    if (isInterfaceType(type)) open.push(...schema.getPossibleTypes(type));
    for (const field of Object.values(type.getFields())) open.push(getNamedType(field.type));
  }
  return [...found].filter((type) => isObjectType(type) && !roots.includes(type));
}

test('every root field requires scopes', () => {
  const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
  expect(fields.length).toBeGreaterThan(8);
  expect(fields.filter((field) => !readRequiredScopes(field)).map(({ name }) => name)).toEqual([]);
});

test('every object type that a response can have requires scopes, but for pieces of a list', () => {
  const types = reachableTypes();
  expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining(['Import', 'Bucket']));
  const open = types.filter((type) => isObjectType(type) && !readRequiredScopes(type));
  expect(open.map(({ name }) => name)).toEqual(withoutScopes);
});

test('the scopes that the schema requires exist, and no requirement is empty', () => {
  const parts = [...reachableTypes(), ...roots].flatMap((type) =>
    isObjectType(type) ? [type, ...Object.values(type.getFields())] : [],
  );
  for (const part of parts) {
    const alternatives = readRequiredScopes(part);
    if (alternatives === undefined) continue;
    expect(alternatives).not.toEqual([]);
    for (const all of alternatives) {
      expect([part.name, all.length > 0, all.filter((scope) => !isScope(scope))]).toEqual([
        part.name,
        true,
        [],
      ]);
    }
  }
});

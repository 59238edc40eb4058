import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import {
  type StoredOperationName,
  storedOperation,
} from '../../src/operations/stored-operations.js';
import { makeSchema } from '../../src/schema.js';

const root = resolve(import.meta.dirname, '../..');
const names = readdirSync(resolve(root, 'schema/operations')).map((file) =>
  file.replace(/\.graphql$/, ''),
);

describe.each(names)('the stored operation %s', (name) => {
  test('fits the schema', () => {
    const document = parse(storedOperation(name as StoredOperationName));
    expect(validate(makeSchema(), document)).toEqual([]);
  });

  test('is run by a route', () => {
    const routes = readFileSync(resolve(root, 'src/server/rest-routes.ts'), 'utf8');
    expect(routes).toContain(`'${name}'`);
  });
});

test('there are stored operations', () => {
  expect(names.length).toBeGreaterThanOrEqual(3);
});

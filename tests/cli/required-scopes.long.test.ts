import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { createCommandLine } from '../../src/cli/run.js';
import { DocumentScopes } from '../../src/graphql/access/document-scopes.js';
import { serviceManifest } from '../../src/graphql/documents/persisted-operations.js';
import { createSchema } from '../../src/schema.js';
import {
  findMissingScopes,
  type Scope,
  type ScopeRequirement,
  scopeNames,
} from '../../src/viewer/scopes.js';
import { testTerminal } from '../support/terminal.js';
import { startTokenImport, stopAfterTwo, type TokenImport } from '../support/token-import.js';

/**
 * The scopes of which one suffices for each operation in `schema/operations`. REST calls and commands send
 * no others, so whoever adds one decides here who may run it.
 */
const sufficientScopes = {
  BulkImport: ['imports:write'],
  GetImport: ['imports:read', 'imports:read-all'],
  GetRecord: ['records:read'],
  SampleSearch: ['records:read'],
  SearchRecords: ['records:read'],
};

/** Whom commands act for. A database at hand is access to all of it: `command line`. */
const commands = {
  serve: 'nobody: the service identifies its viewers',
  demo: 'command line',
  migrate: 'command line',
  schema: 'nobody: it reads no data',
  operations: 'nobody: it reads no data',
  import: 'command line, or the viewer of its token',
  export: 'command line',
  rejects: 'command line',
  token: 'nobody: it changes a file',
  audit: 'nobody: it reads a file',
  doctor: 'nobody: it reads no data',
};

test('operations of the service require the scopes of the table, and each is in it', async () => {
  const manifest = JSON.parse(await readFile(serviceManifest, 'utf8')) as {
    readonly operations: readonly { readonly name: string; readonly body: string }[];
  };
  const scopes = new DocumentScopes(createSchema(), true);
  const sufficient = manifest.operations.map(({ name, body }) => {
    const required = scopes.find(parse(body), name);
    const one = scopeNames.filter((scope) => checkScope(required, scope));
    return [name, one];
  });
  expect(Object.fromEntries(sufficient)).toEqual(sufficientScopes);
});

const checkScope = (required: readonly ScopeRequirement[], scope: Scope) =>
  findMissingScopes(required, new Set([scope])).length === 0;

test('every command is in the table of those for whom it acts', async () => {
  const { commands: all } = await createCommandLine(testTerminal());
  const unlisted = all.map((command) => command.name()).filter((name) => !(name in commands));
  expect(unlisted).toEqual([]);
});

describe('records import', () => {
  let one: TokenImport;
  beforeAll(async () => {
    one = await startTokenImport();
  });
  afterAll(() => one.stop());

  test('sends no requests to a service but these, with the scopes of the table', async () => {
    const token = await one.createToken('ci', 'imports:write', 'imports:read');
    await writeFile(one.tokenFile, token);
    await stopAfterTwo(one, token);
    // Resuming asks for the import that was interrupted.
    expect((await one.importWithFile()).code).toBe(2);
    const byId = JSON.parse(await readFile(serviceManifest, 'utf8')).operations as readonly {
      readonly id: string;
      readonly name: string;
    }[];
    const names = one.proxy.bodies.map((body) => byId.find(({ id }) => body.includes(id))?.name);
    expect(new Set(one.proxy.requests)).toEqual(new Set(['GET /v1/viewer', 'POST /graphql']));
    expect(new Set(names)).toEqual(new Set([undefined, 'GetImport', 'BulkImport']));
  });

  test('has all its requests in three files, and records doctor has one that asks issuers', async () => {
    const folder = 'src/cli';
    const files = await readdir(folder, { recursive: true });
    const found: string[] = [];
    for (const name of files.filter((each) => each.endsWith('.ts'))) {
      const text = await readFile(join(folder, name), 'utf8');
      if (/\bfetch\(|node:https?'|undici/.test(text)) found.push(name);
    }
    expect(found.sort()).toEqual([
      'doctor/check-identity.ts',
      'import/credentials/authorization-server.ts',
      'import/service/authorized-caller.ts',
      'import/service/service-request.ts',
    ]);
  });
});

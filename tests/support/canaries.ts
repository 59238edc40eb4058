import { post } from './http.js';
import { item, type Service } from './service.js';
import { bearer } from './viewers.js';

/** A text that stands in everything of an owner that others must not see. */
export const canaryOf = (owner: string) => `canary-of-${owner}`;

/** An import of an owner, whose canary it has wherever imports and rejections have texts. */
export interface CanaryImport {
  /** The global id of the import. */
  readonly importId: string;
  /** The global id of the record that it stored. */
  readonly recordId: string;
}

const document = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { import { id } rejections { index } }
}`;

let count = 0;

/** Imports one item that is stored and one that is rejected on behalf of the owner of a token. */
export async function importCanary({ app }: Service, owner: string): Promise<CanaryImport> {
  const canary = canaryOf(owner);
  count += 1;
  const input = {
    source: `${canary} source`,
    idempotencyKey: `key-${count}`,
    items: [
      // Records are for all.
      item({ title: `Record ${count}`, uri: `https://records.example/${count}` }),
      {
        title: `${canary} title`,
        uri: `${canary} uri`,
        date: `${canary} date`,
        raw: `${canary} raw`,
      },
    ],
  };
  const imported = await post(
    app,
    '/graphql',
    { query: document, variables: { input } },
    bearer(owner),
  );
  const { data } = imported.json();
  const query = '{ records(first: 1, orderBy: ADDED_DESC) { nodes { id } } }';
  const latest = await post(app, '/graphql', { query }, bearer('admin'));
  return { importId: data.bulkImport.import.id, recordId: latest.json().data.records.nodes[0].id };
}

/** Whose canaries a text contains. */
export function canariesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/canary-of-(\w+)/g)].map(([, owner = '']) => owner);
  return [...new Set(found)].sort();
}

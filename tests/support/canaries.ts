import { item } from './service.js';

/** A text that stands in everything of an owner that others must not see. */
export const canaryOf = (owner: string) => `canary-of-${owner}`;

/** An import of an owner, whose canary it has wherever imports and rejections have texts. */
export interface CanaryImport {
  /** The global id of the import. */
  readonly importId: string;
  /** The global id of the record that it stored. */
  readonly recordId: string;
  /** The idempotency key of the import. */
  readonly key: string;
}

/** Posts a body to `/graphql` on behalf of a caller, and returns the body of the answer. */
export type PostAs = (caller: string, body: object) => Promise<string>;

const document = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { import { id } rejections { index } }
}`;
const latest = '{ records(first: 1, orderBy: ADDED_DESC) { nodes { id } } }';

let count = 0;

/** Imports one item that is stored and one that is rejected on behalf of an owner. */
export async function importCanary(post: PostAs, owner: string): Promise<CanaryImport> {
  const canary = canaryOf(owner);
  count += 1;
  // Records are for all, so they have no canary.
  const record = item({ title: `Record ${count}`, uri: `https://records.example/${count}` });
  const [title, uri, date, raw] = ['title', 'uri', 'date', 'raw'].map(
    (name) => `${canary} ${name}`,
  );
  const key = `key-${count}`;
  const input = {
    source: `${canary} source`,
    idempotencyKey: key,
    items: [record, { title, uri, date, raw }],
  };
  const { data } = JSON.parse(await post(owner, { query: document, variables: { input } }));
  const records = JSON.parse(await post('admin', { query: latest })).data.records;
  return { importId: data.bulkImport.import.id, recordId: records.nodes[0].id, key };
}

/** Whose canaries a text contains. */
export function canariesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/canary-of-(\w+)/g)].map(([, owner = '']) => owner);
  return [...new Set(found)].sort();
}

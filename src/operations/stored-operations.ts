import { readFileSync } from 'node:fs';

/** The operations that the service itself runs, by the names of their files in `schema/operations`. */
export type StoredOperationName = 'search-records' | 'get-record' | 'bulk-import';

const folder = new URL('../../schema/operations/', import.meta.url);

const documents = new Map<StoredOperationName, string>();

/** The document of an operation, read once. */
export function storedOperation(name: StoredOperationName): string {
  const known = documents.get(name);
  if (known !== undefined) return known;
  const document = readFileSync(new URL(`${name}.graphql`, folder), 'utf8');
  documents.set(name, document);
  return document;
}

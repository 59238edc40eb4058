import { readFileSync } from 'node:fs';
import type { ManifestOperation } from './manifest/build-manifest.js';
import { ownManifest } from './persisted-operations.js';

/** The operations that the service itself runs, by their names in `schema/operations`. */
export type StoredOperationName =
  | 'SearchRecords'
  | 'GetRecord'
  | 'BulkImport'
  | 'GetImport'
  | 'SampleSearch';

let operations: ReadonlyMap<string, ManifestOperation> | undefined;

/** An operation of the service's own manifest, which is read once. */
export function storedOperation(name: StoredOperationName): ManifestOperation {
  operations ??= readOperations();
  const operation = operations.get(name);
  if (operation === undefined) {
    throw new Error(`${ownManifest} lacks ${name}; mend it: npm run generated`);
  }
  return operation;
}

function readOperations(): ReadonlyMap<string, ManifestOperation> {
  const manifest = JSON.parse(readFileSync(ownManifest, 'utf8')) as {
    readonly operations: readonly ManifestOperation[];
  };
  return new Map(manifest.operations.map((operation) => [operation.name, operation]));
}

import { readFileSync } from 'node:fs';
import type { ManifestOperation } from './manifest/build-manifest.js';
import { serviceManifest } from './persisted-operations.js';

/** The operations that the service itself executes, by their names in `schema/operations`. */
export type ServiceOperationName =
  | 'SearchRecords'
  | 'GetRecord'
  | 'BulkImport'
  | 'GetImport'
  | 'SampleSearch';

let operations: ReadonlyMap<string, ManifestOperation> | undefined;

/** An operation from the service's manifest, which is read once. */
export function getServiceOperation(name: ServiceOperationName): ManifestOperation {
  operations ??= readOperations();
  const operation = operations.get(name);
  if (operation === undefined) {
    throw new Error(`${serviceManifest} lacks ${name}; fix: npm run generated`);
  }
  return operation;
}

function readOperations(): ReadonlyMap<string, ManifestOperation> {
  const manifest = JSON.parse(readFileSync(serviceManifest, 'utf8')) as {
    readonly operations: readonly ManifestOperation[];
  };
  return new Map(manifest.operations.map((operation) => [operation.name, operation]));
}

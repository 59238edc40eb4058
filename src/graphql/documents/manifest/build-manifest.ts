import { hash } from 'node:crypto';
import { type GraphQLSchema, print } from 'graphql';
import { collectFragments, fragmentsByName, isOperation } from '../../ast/definitions.js';
import { checkDocument } from './check-document.js';
import { apolloFormat, type ManifestDocument } from './manifest-document.js';
import { ManifestError, type ManifestFault } from './manifest-error.js';
import { readManifest } from './read-manifest.js';

/** An operation in a manifest of Apollo's format. */
export interface ManifestOperation {
  /** The SHA-256 of the body, in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly body: string;
}

/**
 * Builds the manifest of a folder of documents, with one entry per operation, sorted by name.
 * Throws a {@link ManifestError} that lists the faults of all documents.
 */
export async function buildManifest(folder: string, schema: GraphQLSchema): Promise<string> {
  const { documents, faults } = await readManifest(folder);
  const allFaults = [
    ...faults,
    ...documents.flatMap((document) => checkDocument(schema, document)),
  ];
  const operations = new Map<string, ManifestOperation>();
  for (const document of documents) {
    for (const operation of readOperations(document, allFaults)) {
      if (operations.has(operation.name)) {
        allFaults.push(
          createFault(
            document,
            `Another operation is also named "${operation.name}"; names must be unique.`,
          ),
        );
      }
      operations.set(operation.name, operation);
    }
  }
  if (allFaults.length > 0) throw new ManifestError(allFaults);
  const sorted = [...operations.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const manifest = { format: apolloFormat, version: 1, operations: sorted };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function readOperations(document: ManifestDocument, faults: ManifestFault[]): ManifestOperation[] {
  const fragments = fragmentsByName(document.parsed);
  return document.parsed.definitions.filter(isOperation).flatMap((operation) => {
    const line = operation.loc?.startToken.line;
    if (operation.name === undefined) {
      faults.push(
        createFault(document, 'The operation has no name, which a manifest requires.', line),
      );
      return [];
    }
    const used = collectFragments([operation], fragments);
    // Sorted, so that the id depends only on what the operation does.
    const sorted = [...used].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const body = [operation, ...sorted].map(print).join('\n\n');
    return [
      { id: hash('sha256', body), name: operation.name.value, type: operation.operation, body },
    ];
  });
}

const createFault = ({ file }: ManifestDocument, reason: string, line = 1) => ({
  file,
  line,
  reason,
});

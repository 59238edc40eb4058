import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256 } from './graphql-requests.js';

/** A temporary folder for manifests. */
export interface ManifestFolder {
  /** Writes a file, as JSON unless it is a string, and returns its path. */
  write(name: string, content: unknown): Promise<string>;
  readonly path: string;
  remove(): Promise<void>;
}

/** Creates an empty folder for manifests. */
export async function createManifestFolder(): Promise<ManifestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'records-manifests-'));
  return {
    path,
    async write(name, content) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
      await writeFile(file, text);
      return file;
    },
    remove: () => rm(path, { recursive: true, maxRetries: 5 }),
  };
}

/** A manifest in Apollo's format with these documents, whose ids are their hashes by default. */
export function apolloManifest(documents: readonly string[], ids: readonly string[] = []) {
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: documents.map((body, index) => ({
      id: ids[index] ?? sha256(body),
      name: /(?:query|mutation) (\w+)/.exec(body)?.[1] ?? 'Unnamed',
      type: body.startsWith('mutation') ? 'mutation' : 'query',
      body,
    })),
  };
}

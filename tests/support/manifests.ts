import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { post, send } from './http.js';
import type { Service } from './service.js';

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

/** The SHA-256 of a document, in hexadecimal. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

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

/** The parts of a request to `/graphql`. */
export interface RequestParts {
  readonly query?: string | undefined;
  readonly documentId?: unknown;
  readonly operationName?: string;
  readonly variables?: object;
  readonly extensions?: object;
}

/** Sends a request by POST, to `/graphql/{id}` if an id is given. */
export function sendByPost({ app }: Service, sent: RequestParts, id?: string): Promise<Response> {
  return post(app, id === undefined ? '/graphql' : `/graphql/${id}`, sent);
}

/** Sends a request by GET, to `/graphql/{id}` if an id is given. */
export function sendByGet({ app }: Service, sent: RequestParts, id?: string): Promise<Response> {
  const texts = Object.entries(sent).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]) as [string, string][];
  const path = id === undefined ? '/graphql' : `/graphql/${id}`;
  const request: InjectOptions = {
    url: `${path}?${new URLSearchParams(texts)}`,
    headers: { 'apollo-require-preflight': 'true' },
  };
  return send(app, request);
}

/** The `extensions` with which Apollo's clients name a document. */
export const persistedQuery = (sha256Hash: unknown, version = 1) => ({
  persistedQuery: { version, sha256Hash },
});

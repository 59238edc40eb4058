import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { post, send } from './http.js';
import type { Service } from './service.js';

/** A temporary folder for manifests. */
export interface ManifestFolder {
  /** Writes a file, JSON unless it is a text, and returns its path. */
  write(name: string, content: unknown): Promise<string>;
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes an empty folder for manifests. */
export async function manifestFolder(): Promise<ManifestFolder> {
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

/** The SHA-256 of a document in hexadecimal digits. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A manifest of Apollo's format with these documents, under their hashes unless ids are given. */
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

/** What a request to `/graphql` may carry. */
export interface Sent {
  readonly query?: string | undefined;
  readonly documentId?: unknown;
  readonly operationName?: string;
  readonly variables?: object;
  readonly extensions?: object;
}

/** Posts a request, to `/graphql/{id}` where an id is given. */
export function posted({ app }: Service, sent: Sent, id?: string): Promise<Response> {
  return post(app, id === undefined ? '/graphql' : `/graphql/${id}`, sent);
}

/** Sends a request by GET, to `/graphql/{id}` where an id is given. */
export function got({ app }: Service, sent: Sent, id?: string): Promise<Response> {
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

/** The `extensions` by which Apollo's clients name a document. */
export const persistedQuery = (sha256Hash: unknown, version = 1) => ({
  persistedQuery: { version, sha256Hash },
});

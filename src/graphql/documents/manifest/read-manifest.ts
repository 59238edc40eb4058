import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from './manifest-document.js';
import { readDocuments } from './read-documents.js';
import { readJsonManifest } from './read-json-manifest.js';

const isDocument = (name: string) => /\.(graphql|gql)$/.test(name);

/**
 * Reads a manifest: a JSON file, a `.graphql` file, or a folder of `.graphql` files and subfolders.
 * A file that cannot be read is a fault of the manifest, too.
 */
export async function readManifest(path: string): Promise<Manifest> {
  try {
    if ((await stat(path)).isDirectory()) return await readFolder(path);
    const text = await readFile(path, 'utf8');
    return isDocument(path)
      ? readDocuments([{ file: path, text }])
      : readJsonManifest(path, text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return createFaultyManifest(path, `The manifest cannot be read (${code}).`);
  }
}

async function readFolder(path: string): Promise<Manifest> {
  const names = (await readdir(path, { recursive: true })).filter(isDocument).sort();
  if (names.length === 0)
    return createFaultyManifest(path, 'The folder contains no .graphql file.');
  const files = names.map(async (name) => {
    const file = join(path, name);
    return { file, text: await readFile(file, 'utf8') };
  });
  return readDocuments(await Promise.all(files));
}

const createFaultyManifest = (file: string, reason: string): Manifest => ({
  documents: [],
  faults: [{ file, line: 1, reason }],
});

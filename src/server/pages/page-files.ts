import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm run build` writes the records page. */
export const pageFolder = fileURLToPath(new URL('../../../dist/page', import.meta.url));

/** A file of the records page, as it is sent. */
export interface PageFile {
  /** The path below the page, like `assets/index-Bq3.js`. */
  readonly path: string;
  readonly type: string;
  /** The entity tag of the uncompressed file. */
  readonly etag: string;
  readonly bytes: Buffer;
  /** The file as the build has compressed it, by its coding. */
  readonly compressed: Readonly<Partial<Record<'br' | 'gzip', Buffer>>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Reads all files of the page; none if the page is not built. */
export function readPageFiles(folder: string): readonly PageFile[] {
  const paths = globSync('**/*.{html,js,css,svg}', { cwd: folder });
  return paths.map((path) => {
    const file = join(folder, path);
    const bytes = readFileSync(file);
    return {
      path: path.replaceAll('\\', '/'),
      type: types[extname(path)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      bytes,
      compressed: { br: readFileSync(`${file}.br`), gzip: readFileSync(`${file}.gz`) },
    };
  });
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (path: string) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');

/**
 * Names the program as it was built. Two builds that may answer the same request differently have
 * different names, so that they share nothing while one takes the other's place, or runs beside it; the
 * same build has the same name on every machine. It takes the code that runs, and the packages that it
 * asks for, which have exact versions; some ten milliseconds.
 *
 * @param folder of the code
 * @param manifest the `package.json` that belongs to it
 */
export function computeBuildId(
  folder = fileURLToPath(new URL('..', import.meta.url)),
  manifest = fileURLToPath(new URL('../../package.json', import.meta.url)),
): string {
  const { dependencies } = JSON.parse(read(manifest)) as { readonly dependencies: object };
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(dependencies).sort()));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // Source maps and declarations are not run.
    .filter((path) => /\.(js|ts|json)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  for (const path of paths) {
    const text = read(`${folder}/${path}`);
    hash.update(`\0${path}\0${text.length}\0`).update(text);
  }
  return hash.digest('base64url').slice(0, 16);
}

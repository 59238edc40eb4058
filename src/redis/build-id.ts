import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (path: string) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');

/**
 * Computes the id of this build from its code and the exact versions of its dependencies, in some ten
 * milliseconds. Two builds that may respond differently to the same request have different ids, so they
 * share nothing during a rolling update or side by side. The same build has the same id on every machine.
 *
 * @param folder the folder of the code
 * @param manifest the path of its `package.json`
 */
export function computeBuildId(
  folder = fileURLToPath(new URL('..', import.meta.url)),
  manifest = fileURLToPath(new URL('../../package.json', import.meta.url)),
): string {
  const { dependencies } = JSON.parse(read(manifest)) as { readonly dependencies: object };
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(dependencies).sort()));
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // Source maps and declarations are not executed.
    .filter((path) => /\.(js|ts|json)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  for (const path of paths) {
    const text = read(`${folder}/${path}`);
    hash.update(`\0${path}\0${text.length}\0`).update(text);
  }
  return hash.digest('base64url').slice(0, 16);
}

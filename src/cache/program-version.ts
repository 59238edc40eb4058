import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Tells programs apart that may answer the same request differently, so that they do not share
 * responses while one takes the other's place: by the schema, and by the number of the release.
 */
export function programVersion(): string {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  return hash('sha256', version + read('schema/schema.graphql'), 'base64url').slice(0, 10);
}

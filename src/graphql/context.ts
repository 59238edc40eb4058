import type { Database } from '../database/database.js';
import { importLoaders } from '../imports/graphql/import-loaders.js';
import { recordLoaders } from '../records/graphql/record-loaders.js';
import { siteLoaders } from '../records/graphql/site-loaders.js';

/** Who is asking. Security adds its kinds of viewers here; until then everybody is anonymous. */
export type Viewer = { readonly kind: 'anonymous' };

/**
 * The name under which a viewer's imports and idempotency keys are stored: the same one in every
 * request, no other viewer's, and at most 255 bytes.
 */
export function ownerOf({ kind }: Viewer): string {
  return kind;
}

/** What resolvers know of the request that they serve. */
export interface Context {
  readonly requestId: string;
  /** How large the body of the request is, unpacked. */
  readonly bodyBytes: number;
  readonly viewer: Viewer;
  readonly database: Database;
  readonly loaders: Loaders;
}

/** Every loader, made anew for each request, so that nothing is remembered across viewers. */
export type Loaders = ReturnType<typeof makeLoaders>;

function makeLoaders(database: Database) {
  return { ...recordLoaders(database), ...siteLoaders(database), ...importLoaders(database) };
}

/** The context of one request, which owns `database`, a unit of work of its own. */
export function createContext(
  { id, bodyBytes }: { readonly id: string; readonly bodyBytes: number },
  database: Database,
): Context {
  const loaders = makeLoaders(database);
  return { requestId: id, bodyBytes, viewer: { kind: 'anonymous' }, database, loaders };
}

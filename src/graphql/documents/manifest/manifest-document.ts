import { type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import type { ManifestFault } from './manifest-error.js';

/** The `format` of manifests that Apollo's tools and `records operations build` write. */
export const apolloFormat = 'apollo-persisted-query-manifest';

/** A document in a manifest. */
export interface ManifestDocument {
  /** What messages call it, such as `The document "GetRecord"`. */
  readonly label: string;
  /** The ids by which requests may name it, besides the hash of its text. */
  readonly ids: readonly string[];
  /** The name of the client that these ids belong to; undefined when all clients share them. */
  readonly client?: string | undefined;
  readonly text: string;
  readonly parsed: DocumentNode;
  readonly file: string;
  /** The line in the manifest; undefined when the document is the file itself, with lines of its own. */
  readonly line: number | undefined;
}

/** The contents of a manifest. */
export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  readonly faults: readonly ManifestFault[];
}

/** Where the text of a document is. */
export interface Place {
  readonly label: string;
  readonly file: string;
  readonly line?: number | undefined;
}

/** Parses a document; when that fails, adds a fault and returns undefined. */
export function parseDocument(
  place: Place,
  text: string,
  faults: ManifestFault[],
): DocumentNode | undefined {
  try {
    return parse(new Source(text, place.file));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    faults.push(toFault(place, error, 'cannot be parsed'));
    return undefined;
  }
}

/** Turns an error of GraphQL.js into a fault. */
export function toFault(place: Place, error: GraphQLError, what: string): ManifestFault {
  const [location] = error.locations ?? [];
  return {
    file: place.line === undefined ? (error.source?.name ?? place.file) : place.file,
    line: place.line ?? location?.line ?? 1,
    reason: `${place.label} ${what}: ${error.message}`,
  };
}

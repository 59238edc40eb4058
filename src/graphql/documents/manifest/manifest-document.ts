import { type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import type { ManifestFault } from './manifest-error.js';

/** A document that a manifest has. */
export interface ManifestDocument {
  /** How messages call it, like `The document "GetRecord"`. */
  readonly label: string;
  /** By which requests may name it, beside the hash of its text. */
  readonly ids: readonly string[];
  /** The name of the client whose ids they are, where not all clients share them. */
  readonly client?: string | undefined;
  readonly text: string;
  readonly parsed: DocumentNode;
  readonly file: string;
  /** The line of the manifest, where the lines of the document are none of the file. */
  readonly line: number | undefined;
}

/** What a manifest holds. */
export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  readonly faults: readonly ManifestFault[];
}

/** Where a text that has no lines of its own stands. */
export interface Place {
  readonly label: string;
  readonly file: string;
  readonly line?: number | undefined;
}

/** Parses a document; adds a fault and returns undefined when that cannot be done. */
export function parseDocument(
  place: Place,
  text: string,
  faults: ManifestFault[],
): DocumentNode | undefined {
  try {
    return parse(new Source(text, place.file));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    faults.push(toFault(place, error, 'cannot be read'));
    return undefined;
  }
}

/** The fault that an error of GraphQL stands for. */
export function toFault(place: Place, error: GraphQLError, what: string): ManifestFault {
  const [location] = error.locations ?? [];
  return {
    file: place.line === undefined ? (error.source?.name ?? place.file) : place.file,
    line: place.line ?? location?.line ?? 1,
    reason: `${place.label} ${what}: ${error.message}`,
  };
}

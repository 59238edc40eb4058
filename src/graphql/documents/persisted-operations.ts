import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { allowsAny, type Level } from '../../config/level.js';
import type { Limits } from '../../config/limits.js';
import { DocumentCatalog } from './document-catalog.js';
import { ManifestError } from './manifest/manifest-error.js';
import { readManifest } from './manifest/read-manifest.js';
import { TrustedDocuments } from './manifest/trusted-documents.js';

/** The manifest of the operations that the service itself runs, which every level takes. */
export const serviceManifest = fileURLToPath(
  new URL('../../../schema/persisted-operations.json', import.meta.url),
);

/** What {@link PersistedOperations} are made of. */
export interface PersistedOperationsParts {
  readonly level: Level;
  /** The paths of manifests beside the service's own. */
  readonly manifests: readonly string[];
  readonly schema: GraphQLSchema;
  /** What documents of no manifest are held to. */
  readonly limits: Limits;
  readonly logger: {
    error(message: string): void;
    warn(message: string): void;
    info(message: string): void;
  };
}

/** The documents that clients may name by ids, and which of all others they may send. */
export class PersistedOperations {
  #documents: DocumentCatalog;
  #reloading: Promise<void> = Promise.resolve();
  readonly #listeners: ((trusted: TrustedDocuments) => void | Promise<void>)[] = [];

  private constructor(
    private readonly parts: PersistedOperationsParts,
    trusted: TrustedDocuments,
  ) {
    this.#documents = new DocumentCatalog(parts.level, trusted, parts.limits);
  }

  /** Reads the manifests. Throws a {@link ManifestError} that tells all that is wrong with them. */
  static async open(parts: PersistedOperationsParts): Promise<PersistedOperations> {
    const { level, manifests, logger } = parts;
    const opened = new PersistedOperations(parts, await readTrusted(parts));
    if (manifests.length === 0 && !allowsAny(level)) {
      logger.warn(
        `PERSISTED_OPERATIONS is ${level}, but PERSISTED_MANIFESTS is not set: no operations are taken but the service's own.`,
      );
    }
    return opened;
  }

  /** What is known at the moment; another object after each reading of the manifests. */
  get documents(): DocumentCatalog {
    return this.#documents;
  }

  /** Whether hashes may stand for documents that no manifest has. */
  get supportsApq(): boolean {
    return allowsAny(this.parts.level);
  }

  /** Has `listener` told whenever the manifests were read anew. */
  onReload(listener: (trusted: TrustedDocuments) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  /**
   * Reads the manifests anew. Requests go on meanwhile with those of before, which stay when the new
   * ones are at fault: the log says why.
   */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    const { level, limits, logger } = this.parts;
    try {
      const trusted = await readTrusted(this.parts, this.#documents.trusted);
      this.#documents = new DocumentCatalog(level, trusted, limits);
      for (const listener of this.#listeners) await listener(trusted);
      logger.info(`The manifests were read anew: ${trusted.documents.size} documents.`);
    } catch (error) {
      const { message } = error as Error;
      logger.error(
        error instanceof ManifestError
          ? `The new manifests are at fault, so those of before stay: ${message}`
          : `The manifests could not be read anew, so those of before stay: ${message}`,
      );
    }
  }
}

async function readTrusted(
  { manifests, schema }: PersistedOperationsParts,
  before?: TrustedDocuments,
): Promise<TrustedDocuments> {
  const read = await Promise.all([serviceManifest, ...manifests].map(readManifest));
  return TrustedDocuments.from(read, schema, before);
}

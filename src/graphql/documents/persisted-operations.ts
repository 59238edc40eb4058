import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { allowsAny, type Level } from '../../config/level.js';
import type { Limits } from '../../config/limits.js';
import { DocumentCatalog } from './document-catalog.js';
import { ManifestError } from './manifest/manifest-error.js';
import { readManifest } from './manifest/read-manifest.js';
import { TrustedDocuments } from './manifest/trusted-documents.js';

/** The manifest of the operations that the service itself executes, which are allowed at every level. */
export const serviceManifest = fileURLToPath(
  new URL('../../../schema/persisted-operations.json', import.meta.url),
);

/** The manifest of the operations of the records page. */
const pageManifest = fileURLToPath(
  new URL('../../../page/generated/persisted-documents.json', import.meta.url),
);

/** What {@link PersistedOperations} are made of. */
export interface PersistedOperationsParts {
  readonly level: Level;
  /** The paths of the clients' manifests; the service's own is always read. */
  readonly manifests: readonly string[];
  /** Whether the records page is served, so that its operations are trusted as well. */
  readonly hasPage: boolean;
  readonly schema: GraphQLSchema;
  /** The limits of documents that are in no manifest. */
  readonly limits: Limits;
  readonly logger: {
    error(message: string): void;
    warn(message: string): void;
    info(message: string): void;
  };
}

/** The persisted documents of the service and its clients, and the level that decides about all others. */
export class PersistedOperations {
  #documents: DocumentCatalog;
  #reloading = Promise.resolve(true);
  readonly #listeners: ((trusted: TrustedDocuments) => void | Promise<void>)[] = [];

  private constructor(
    private readonly parts: PersistedOperationsParts,
    trusted: TrustedDocuments,
  ) {
    this.#documents = new DocumentCatalog(parts.level, trusted, parts.limits);
  }

  /** Reads the manifests. Throws a {@link ManifestError} that lists all their faults. */
  static async open(parts: PersistedOperationsParts): Promise<PersistedOperations> {
    const { level, manifests, logger } = parts;
    const operations = new PersistedOperations(parts, await readTrusted(parts));
    if (manifests.length === 0 && !allowsAny(level)) {
      logger.warn(
        `PERSISTED_OPERATIONS is ${level}, but PERSISTED_MANIFESTS is not set: only the service's own operations are accepted.`,
      );
    }
    return operations;
  }

  /** The current catalog; a new object after each reload. */
  get documents(): DocumentCatalog {
    return this.#documents;
  }

  /** Whether clients may register documents that are in no manifest (APQ). */
  get supportsApq(): boolean {
    return allowsAny(this.parts.level);
  }

  /** Calls `listener` after each reload of the manifests. */
  onReload(listener: (trusted: TrustedDocuments) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  /**
   * Reads the manifests again. Until that is done, requests use the previous ones, which also stay
   * when the new ones are faulty: the log says why.
   *
   * @returns whether they are not
   */
  reload(): Promise<boolean> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  async #reload(): Promise<boolean> {
    const { level, limits, logger } = this.parts;
    try {
      const trusted = await readTrusted(this.parts, this.#documents.trusted);
      this.#documents = new DocumentCatalog(level, trusted, limits);
      for (const listener of this.#listeners) await listener(trusted);
      logger.info(`The manifests were reloaded: ${trusted.documents.size} documents.`);
      return true;
    } catch (error) {
      const { message } = error as Error;
      logger.error(
        error instanceof ManifestError
          ? `The new manifests are faulty, so the previous ones stay in use: ${message}`
          : `The manifests could not be reloaded, so the previous ones stay in use: ${message}`,
      );
      return false;
    }
  }
}

async function readTrusted(
  { manifests, hasPage, schema }: PersistedOperationsParts,
  previous?: TrustedDocuments,
): Promise<TrustedDocuments> {
  const own = hasPage ? [serviceManifest, pageManifest] : [serviceManifest];
  const read = await Promise.all([...own, ...manifests].map(readManifest));
  return TrustedDocuments.from(read, schema, previous);
}

import type { ApolloServerPlugin } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { DocumentInfo } from './document-info.js';
import type { PersistedOperations } from './persisted-operations.js';

const maxLogged = 1000;
const maxShownLength = 2000;

/** Logs each document that is executed and is in no manifest, once: these are what the manifests lack. */
export class UnlistedDocuments {
  readonly #logged = new LRUCache<string, true>({ max: maxLogged });

  constructor(
    private readonly operations: PersistedOperations,
    private readonly logger: { warn(about: object, message: string): void },
  ) {}

  /** Logs a document whose response came from the cache, without executing it. */
  note({ text, hash, trusted, operationTypes }: DocumentInfo, operationName: unknown): void {
    if (trusted) return;
    const [onlyName] = operationTypes.size === 1 ? operationTypes.keys() : [];
    this.#log(text, hash, operationName || onlyName || null);
  }

  /** Logs the documents that Apollo Server executes. */
  readonly plugin: ApolloServerPlugin = {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, queryHash, operationName }) => {
        const isTrusted = this.operations.documents.findByText(source)?.trusted;
        if (!isTrusted) this.#log(source, queryHash, operationName);
      },
    }),
  };

  #log(text: string, documentHash: string, operationName: unknown): void {
    if (this.#logged.get(documentHash)) return;
    this.#logged.set(documentHash, true);
    this.logger.warn(
      {
        documentId: `sha256:${documentHash}`,
        operationName,
        document: text.slice(0, maxShownLength),
      },
      'A document was executed that is in no manifest.',
    );
  }
}

import type { ApolloServerPlugin } from '@apollo/server';
import { LruMap } from '../../cache/lru.js';
import type { DocumentInfo } from './document-info.js';
import type { PersistedOperations } from './persisted-operations.js';

const maxLogged = 1000;
const maxShownLength = 2000;

/** Tells the log of each document that is run and that no manifest has, once: it is what a manifest lacks. */
export class UnlistedDocuments {
  readonly #told = new LruMap<true>(maxLogged);

  constructor(
    private readonly operations: PersistedOperations,
    private readonly logger: { warn(about: object, message: string): void },
  ) {}

  /** Notes a document that was answered without being run, as its answer was kept. */
  note({ text, hash, trusted, operationTypes }: DocumentInfo, operationName: unknown): void {
    if (trusted) return;
    const [onlyName] = operationTypes.size === 1 ? operationTypes.keys() : [];
    this.#tell(text, hash, operationName || onlyName || null);
  }

  /** Notes the documents that Apollo Server runs. */
  readonly plugin: ApolloServerPlugin = {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, queryHash, operationName }) => {
        const isTrusted = this.operations.documents.findByText(source)?.trusted;
        if (!isTrusted) this.#tell(source, queryHash, operationName);
      },
    }),
  };

  #tell(text: string, documentHash: string, operationName: unknown): void {
    if (this.#told.get(documentHash)) return;
    this.#told.set(documentHash, true);
    this.logger.warn(
      {
        documentId: `sha256:${documentHash}`,
        operationName,
        document: text.slice(0, maxShownLength),
      },
      'A document was run that is in no manifest.',
    );
  }
}

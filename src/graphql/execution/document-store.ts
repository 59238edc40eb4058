import { setImmediate as turn } from 'node:timers/promises';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import { type DocumentNode, parse } from 'graphql';
import type { DocumentInfo } from '../documents/document-info.js';
import type { QueryPlans } from './query-plans.js';

const hashLength = 64;

// Counted in the JSON of the documents. In memory they take some fifteen times as much, with all
// that is known of them: Apollo Server's own bound, ten times this one, let a process grow by 440 MB.
const maxBytes = 3 * 1024 * 1024;

/**
 * The documents that Apollo Server needs neither to read nor to validate again. Those of the
 * manifests are here from the start, with their plans; of all others, those that were used last, as
 * far as some 50 MB go.
 */
export class DocumentStore implements KeyValueCache<DocumentNode> {
  #trusted: ReadonlyMap<string, DocumentNode> = new Map();
  readonly #others = new InMemoryLRUCache<DocumentNode>({ maxSize: maxBytes });

  constructor(private readonly plans: QueryPlans) {}

  /** Has these valid documents in the place of those that manifests had before. */
  async setTrusted(documents: Iterable<DocumentInfo>): Promise<void> {
    const trusted = new Map<string, DocumentNode>();
    for (const { text, hash, operationTypes } of documents) {
      let document = this.#trusted.get(hash);
      if (document === undefined) {
        document = parse(text);
        for (const name of operationTypes.keys()) this.plans.prepare(document, name);
        // Requests go on meanwhile: a thousand documents take some seconds.
        await turn();
      }
      trusted.set(hash, document);
    }
    this.#trusted = trusted;
  }

  /** @param key ends with the SHA-256 of the document's text, as Apollo Server makes its keys */
  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#trusted.get(key.slice(-hashLength)) ?? this.#others.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    await this.#others.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.#others.delete(key);
  }
}

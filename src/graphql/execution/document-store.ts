import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import { type DocumentNode, parse } from 'graphql';
import type { DocumentInfo } from '../documents/document-info.js';
import type { QueryPlans } from './query-plans.js';

const hashLength = 64;

// Measured as JSON. In memory, documents take some fifteen times as much, with all that is cached per
// document: with Apollo Server's own limit, ten times this one, a process grew by 440 MB.
const maxBytes = 3 * 1024 * 1024;

/**
 * The documents that Apollo Server need not parse and validate again: those from manifests from the
 * start, with their plans, and the most recently used others, in some 50 MB of memory (LRU).
 */
export class DocumentStore implements KeyValueCache<DocumentNode> {
  #trusted: ReadonlyMap<string, DocumentNode> = new Map();
  readonly #others = new InMemoryLRUCache<DocumentNode>({ maxSize: maxBytes });

  constructor(private readonly plans: QueryPlans) {}

  /** Replaces the documents from manifests by these, which must be valid. */
  async setTrusted(documents: Iterable<DocumentInfo>): Promise<void> {
    const trusted = new Map<string, DocumentNode>();
    for (const { text, hash, operationTypes } of documents) {
      let document = this.#trusted.get(hash);
      if (document === undefined) {
        document = parse(text);
        for (const name of operationTypes.keys()) this.plans.prepare(document, name);
        // A thousand documents take some seconds, and requests must not wait for them.
        await yieldToEventLoop();
      }
      trusted.set(hash, document);
    }
    this.#trusted = trusted;
  }

  /** @param hash the SHA-256 of the text of a document, which is in a manifest */
  getTrusted(hash: string): DocumentNode | undefined {
    return this.#trusted.get(hash);
  }

  /** @param key Apollo Server's, which ends with the SHA-256 of the document's text */
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

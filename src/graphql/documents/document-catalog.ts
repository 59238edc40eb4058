import { type DocumentNode, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { allowsAny, type Level } from '../../config/level.js';
import type { Limits } from '../../config/limits.js';
import { checkDocumentLimits } from '../limits/document-limits.js';
import { createParseOptions } from '../limits/parse-options.js';
import { type DocumentInfo, describeDocument } from './document-info.js';
import type { TrustedDocuments } from './manifest/trusted-documents.js';

const maxDocuments = 1000;
// Together they must not fill the memory. Longer documents are hashed and parsed each time.
const maxTextLength = 10_000;

/** What is known of the documents that may be sent; remembered, so that each is hashed and parsed once. */
export class DocumentCatalog {
  readonly #byText = new LRUCache<string, DocumentInfo>({ max: maxDocuments });

  /** @param level which documents may be executed */
  constructor(
    readonly level: Level,
    readonly trusted: TrustedDocuments,
    private readonly limits: Limits,
  ) {}

  /**
   * The document with exactly this text; undefined for an untrusted one that is not valid GraphQL
   * syntax, exceeds a limit, or is very long.
   */
  findByText(text: string): DocumentInfo | undefined {
    const known = this.trusted.findByText(text) ?? this.#byText.get(text);
    if (known !== undefined) return known;
    const isLong = text.length > maxTextLength;
    if (isLong && this.level === 'apq') return undefined;
    const parsed = this.#parse(text);
    if (parsed === undefined) return undefined;
    const trusted = this.level !== 'apq' && this.trusted.hasEquivalent(parsed);
    if (isLong && !trusted) return undefined;
    const document = describeDocument(text, parsed, trusted);
    if (isLong) return document;
    this.#byText.set(text, document);
    return document;
  }

  #parse(text: string): DocumentNode | undefined {
    const isLimited = allowsAny(this.level);
    // A document with more tokens cannot be a trusted one, so parsing can stop there.
    const bound = isLimited
      ? createParseOptions(this.limits)
      : { maxTokens: 2 * this.trusted.maxLength };
    try {
      const document = parse(text, { noLocation: true, ...bound });
      if (isLimited) checkDocumentLimits(document, this.limits);
      return document;
    } catch {
      return undefined;
    }
  }
}

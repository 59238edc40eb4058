import { type DocumentNode, parse } from 'graphql';
import { LruMap } from '../../cache/lru.js';
import { allowsAny, type Level } from '../../config/level.js';
import type { Limits } from '../../config/limits.js';
import { checkDocumentLimits } from '../limits/document-limits.js';
import { createParseOptions } from '../limits/parse-options.js';
import { type DocumentInfo, describeDocument } from './document-info.js';
import type { TrustedDocuments } from './manifest/trusted-documents.js';

const maxDocuments = 1000;
// All of them together must not fill the memory. What is longer is looked at each time.
const maxTextLength = 10_000;

/** Remembers documents, so that each is hashed and parsed once. */
export class DocumentCatalog {
  readonly #byText = new LruMap<DocumentInfo>(maxDocuments);

  /** @param level which documents may be run */
  constructor(
    readonly level: Level,
    readonly trusted: TrustedDocuments,
    private readonly limits: Limits,
  ) {}

  /**
   * The document of this text; undefined when it is no GraphQL, passes a limit, or is very long, and
   * is not trusted.
   */
  findByText(text: string): DocumentInfo | undefined {
    const known = this.trusted.findByText(text) ?? this.#byText.get(text);
    if (known !== undefined) return known;
    const isLong = text.length > maxTextLength;
    if (isLong && this.level === 'apq') return undefined;
    const parsed = this.#parsed(text);
    if (parsed === undefined) return undefined;
    const trusted = this.level !== 'apq' && this.trusted.hasEquivalent(parsed);
    if (isLong && !trusted) return undefined;
    const document = describeDocument(text, parsed, trusted);
    if (isLong) return document;
    this.#byText.set(text, document);
    return document;
  }

  #parsed(text: string): DocumentNode | undefined {
    const isLimited = allowsAny(this.level);
    // Nothing with more tokens can be a trusted document, so no more need be read of it.
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

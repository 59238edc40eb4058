import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { RequestError } from '../../../errors/request-error.js';
import { addTypenames, toCanonicalForm } from '../canonical-form.js';
import { quoteId, stripHashPrefix } from '../document-ids.js';
import { type DocumentInfo, describeDocument } from '../document-info.js';
import { checkDocument, checkIds } from './check-document.js';
import type { Manifest, ManifestDocument } from './manifest-document.js';
import { ManifestError, type ManifestFault } from './manifest-error.js';

/** The header in which clients send their names. */
export const clientNameHeader = 'apollographql-client-name';

interface Entry {
  readonly document: DocumentInfo;
  readonly from: ManifestDocument;
}

/** The documents in manifests, indexed by everything that a request can name them by. */
export class TrustedDocuments {
  /** Each document exactly as in its manifest. */
  readonly documents = new Set<DocumentInfo>();
  readonly #byText = new Map<string, DocumentInfo>();
  readonly #byHash = new Map<string, DocumentInfo>();
  /** By id, and by the client that the id belongs to; undefined stands for all other clients. */
  readonly #byId = new Map<string, Map<string | undefined, Entry>>();
  readonly #canonicalForms = new Set<string>();
  /** The length of the longest text, in UTF-16 code units. */
  maxLength = 0;
  /** The ids that stand for different documents with different clients. */
  readonly #idsByClient = new Set<string>();

  /**
   * Indexes the documents of manifests. Throws a {@link ManifestError} when any of them is faulty.
   * Yields to the event loop, as checking a thousand documents takes a second.
   *
   * @param previous the documents before a reload, which need not be validated again
   */
  static async from(
    manifests: readonly Manifest[],
    schema: GraphQLSchema,
    previous?: TrustedDocuments,
  ): Promise<TrustedDocuments> {
    const trusted = new TrustedDocuments();
    const faults = manifests.flatMap((manifest) => manifest.faults);
    for (const document of manifests.flatMap(({ documents }) => documents)) {
      // What was valid at the last reload still is: the schema does not change.
      if (!previous?.findByText(document.text)) faults.push(...checkDocument(schema, document));
      faults.push(...checkIds(document));
      trusted.#add(document, faults);
      await yieldToEventLoop();
    }
    if (faults.length > 0) throw new ManifestError(faults);
    return trusted;
  }

  #add(from: ManifestDocument, faults: ManifestFault[]): void {
    const document = this.#index(from.text, from.parsed);
    this.documents.add(document);
    this.#canonicalForms.add(toCanonicalForm(from.parsed));
    // Clients may print a document before they hash or send it.
    this.#index(print(from.parsed), from.parsed);
    this.#index(print(addTypenames(from.parsed)), from.parsed);
    for (const id of from.ids) this.#addId(id, { document, from }, faults);
  }

  #addId(id: string, entry: Entry, faults: ManifestFault[]): void {
    const { from, document } = entry;
    const entries = this.#byId.get(id) ?? new Map<string | undefined, Entry>();
    const other = entries.get(from.client);
    if (other === undefined) entries.set(from.client, entry);
    else if (other.document !== document) {
      faults.push({
        file: from.file,
        line: from.line ?? 1,
        reason: `${from.label} has the id "${id}", which belongs to another document in ${other.from.file}.`,
      });
    }
    this.#byId.set(id, entries);
    const isSame = [...entries.values()].every((each) => each.document === document);
    if (!isSame) this.#idsByClient.add(id);
  }

  #index(text: string, parsed: DocumentNode): DocumentInfo {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const document = describeDocument(text, parsed, true);
    this.#byText.set(text, document);
    this.#byHash.set(document.hash, document);
    this.maxLength = Math.max(this.maxLength, text.length);
    return document;
  }

  /** Each document in all the forms in which clients may send it. */
  get variants(): Iterable<DocumentInfo> {
    return this.#byHash.values();
  }

  /** The document with exactly this text. */
  findByText(text: string): DocumentInfo | undefined {
    return this.#byText.get(text);
  }

  /**
   * The document with this id: an id from a manifest, or a SHA-256 with or without `sha256:`.
   *
   * @param client the name of the client, for which a manifest may have a document of its own
   */
  findById(id: string, client?: string): DocumentInfo | undefined {
    const entries = this.#byId.get(id);
    if (entries === undefined) return this.#byHash.get(stripHashPrefix(id));
    const entry = entries.get(client) ?? entries.get(undefined);
    if (entry !== undefined) return entry.document;
    const [first] = entries.values();
    return this.variesByClient(id) ? undefined : first?.document;
  }

  /** The document that `persistedQuery` names: some clients (.NET) send their hashes in upper case. */
  findByHash(sha256: string, client?: string): DocumentInfo | undefined {
    const named = this.findById(sha256, client);
    if (named !== undefined) return named;
    const lower = sha256.toLowerCase();
    return lower === sha256 ? undefined : this.findById(lower, client);
  }

  /** Whether an id stands for different documents with different clients. */
  variesByClient(id: string): boolean {
    return this.#idsByClient.has(id);
  }

  /** Whether {@link variesByClient} holds for any id. */
  get hasClientSpecificIds(): boolean {
    return this.#idsByClient.size > 0;
  }

  /** The error for an id that only other clients have; undefined for all other ids. */
  createClientRequiredError(id: string): RequestError | undefined {
    if (!this.variesByClient(id)) return undefined;
    return new RequestError(
      'PERSISTED_DOCUMENT_NOT_FOUND',
      `The id ${quoteId(id)} stands for different documents with different clients; send the header "${clientNameHeader}" with a "clientName" from the manifest.`,
    );
  }

  /** Whether one of them differs from a document only in white space, comments and added `__typename`s. */
  hasEquivalent(document: DocumentNode): boolean {
    return this.#canonicalForms.has(toCanonicalForm(document));
  }
}

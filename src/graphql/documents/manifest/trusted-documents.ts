import { setImmediate as turn } from 'node:timers/promises';
import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { RequestError } from '../../../errors/request-error.js';
import { addTypenames, toCanonicalForm } from '../canonical-form.js';
import { quoteId, stripHashPrefix } from '../document-ids.js';
import { type DocumentInfo, describeDocument } from '../document-info.js';
import { checkDocument, checkIds } from './check-document.js';
import type { Manifest, ManifestDocument } from './manifest-document.js';
import { ManifestError, type ManifestFault } from './manifest-error.js';

/** The header by which clients give their names. */
export const clientNameHeader = 'apollographql-client-name';

interface Entry {
  readonly document: DocumentInfo;
  readonly from: ManifestDocument;
}

/** The documents that manifests have, by everything that requests name them by. */
export class TrustedDocuments {
  /** Each document as its manifest has it. */
  readonly documents = new Set<DocumentInfo>();
  readonly #byText = new Map<string, DocumentInfo>();
  readonly #byHash = new Map<string, DocumentInfo>();
  /** By id, and by the name of the client whose id it is; undefined stands for all others. */
  readonly #byId = new Map<string, Map<string | undefined, Entry>>();
  readonly #forms = new Set<string>();
  /** The length of the longest text among them. */
  maxLength = 0;
  /** The ids that stand for other documents with other clients. */
  readonly #byClient = new Set<string>();

  /**
   * The documents of some manifests. Throws a {@link ManifestError} when any of them is at fault.
   * Others get their turn meanwhile, as checking a thousand documents takes a second.
   */
  static async from(
    manifests: readonly Manifest[],
    schema: GraphQLSchema,
    before?: TrustedDocuments,
  ): Promise<TrustedDocuments> {
    const trusted = new TrustedDocuments();
    const faults = manifests.flatMap((manifest) => manifest.faults);
    for (const document of manifests.flatMap(({ documents }) => documents)) {
      // One that the schema allowed at the last reading, it still allows.
      if (!before?.findByText(document.text)) faults.push(...checkDocument(schema, document));
      faults.push(...checkIds(document));
      trusted.#add(document, faults);
      await turn();
    }
    if (faults.length > 0) throw new ManifestError(faults);
    return trusted;
  }

  #add(from: ManifestDocument, faults: ManifestFault[]): void {
    const document = this.#learn(from.text, from.parsed);
    this.documents.add(document);
    this.#forms.add(toCanonicalForm(from.parsed));
    // As clients print them, who may name them by the hash of what they printed.
    this.#learn(print(from.parsed), from.parsed);
    this.#learn(print(addTypenames(from.parsed)), from.parsed);
    for (const id of from.ids) this.#name(id, { document, from }, faults);
  }

  #name(id: string, entry: Entry, faults: ManifestFault[]): void {
    const { from, document } = entry;
    const entries = this.#byId.get(id) ?? new Map<string | undefined, Entry>();
    const other = entries.get(from.client);
    if (other === undefined) entries.set(from.client, entry);
    else if (other.document !== document) {
      faults.push({
        file: from.file,
        line: from.line ?? 1,
        reason: `${from.label} has the id "${id}", which in ${other.from.file} is that of another document.`,
      });
    }
    this.#byId.set(id, entries);
    const isOne = [...entries.values()].every((each) => each.document === document);
    if (!isOne) this.#byClient.add(id);
  }

  #learn(text: string, parsed: DocumentNode): DocumentInfo {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const document = describeDocument(text, parsed, true);
    this.#byText.set(text, document);
    this.#byHash.set(document.hash, document);
    this.maxLength = Math.max(this.maxLength, text.length);
    return document;
  }

  /** Each document in all the forms in which it may be asked for. */
  get forms(): Iterable<DocumentInfo> {
    return this.#byHash.values();
  }

  /** The document of exactly this text. */
  findByText(text: string): DocumentInfo | undefined {
    return this.#byText.get(text);
  }

  /**
   * The document that an id stands for: one of a manifest, or a SHA-256 with or without `sha256:`.
   *
   * @param client the name of who asks, for which a manifest may have a document of its own
   */
  findById(id: string, client?: string): DocumentInfo | undefined {
    const entries = this.#byId.get(id);
    if (entries === undefined) return this.#byHash.get(stripHashPrefix(id));
    const entry = entries.get(client) ?? entries.get(undefined);
    if (entry !== undefined) return entry.document;
    const [first] = entries.values();
    return this.variesByClient(id) ? undefined : first?.document;
  }

  /** The document that `persistedQuery` names: some clients write their hashes in capitals. */
  findByHash(claimed: string, client?: string): DocumentInfo | undefined {
    const named = this.findById(claimed, client);
    if (named !== undefined) return named;
    const lower = claimed.toLowerCase();
    return lower === claimed ? undefined : this.findById(lower, client);
  }

  /** Whether an id stands for other documents with other clients. */
  variesByClient(id: string): boolean {
    return this.#byClient.has(id);
  }

  /** Whether any id does. */
  get hasClientSpecificIds(): boolean {
    return this.#byClient.size > 0;
  }

  /** Why an id names nothing that only some clients have; undefined for all others. */
  createClientRequiredError(id: string): RequestError | undefined {
    if (!this.variesByClient(id)) return undefined;
    return new RequestError(
      'PERSISTED_DOCUMENT_NOT_FOUND',
      `The id ${quoteId(id)} stands for other documents with other clients; say which client asks by the header "${clientNameHeader}", as the manifest has it in "clientName".`,
    );
  }

  /** Whether a document is one of them but for white space, comments and added `__typename`s. */
  hasEquivalent(document: DocumentNode): boolean {
    return this.#forms.has(toCanonicalForm(document));
  }
}

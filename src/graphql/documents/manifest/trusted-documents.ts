import { setImmediate as turn } from 'node:timers/promises';
import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { RequestError } from '../../../errors/request-error.js';
import { bareHash, quoteId } from '../document-ids.js';
import { type KnownDocument, knownDocument } from '../known-document.js';
import { canonicalForm, withTypenames } from '../typenames.js';
import { checkDocument, checkIds } from './check-document.js';
import type { Manifest, ManifestDocument } from './manifest-document.js';
import { ManifestError, type ManifestFault } from './manifest-error.js';

/** The header by which clients give their names. */
export const clientHeader = 'apollographql-client-name';

interface Entry {
  readonly document: KnownDocument;
  readonly from: ManifestDocument;
}

/** The documents that manifests have, by everything that requests name them by. */
export class TrustedDocuments {
  /** Each document as its manifest has it. */
  readonly documents = new Set<KnownDocument>();
  readonly #byText = new Map<string, KnownDocument>();
  readonly #byHash = new Map<string, KnownDocument>();
  /** By id, and by the name of the client whose id it is; undefined stands for all others. */
  readonly #byId = new Map<string, Map<string | undefined, Entry>>();
  readonly #forms = new Set<string>();
  /** The length of the longest text among them. */
  longest = 0;
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
      if (!before?.withText(document.text)) faults.push(...checkDocument(schema, document));
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
    this.#forms.add(canonicalForm(from.parsed));
    // As clients print them, who may name them by the hash of what they printed.
    this.#learn(print(from.parsed), from.parsed);
    this.#learn(print(withTypenames(from.parsed)), from.parsed);
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

  #learn(text: string, parsed: DocumentNode): KnownDocument {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const document = knownDocument(text, parsed, true);
    this.#byText.set(text, document);
    this.#byHash.set(document.hash, document);
    this.longest = Math.max(this.longest, text.length);
    return document;
  }

  /** Each document in all the forms in which it may be asked for. */
  get forms(): Iterable<KnownDocument> {
    return this.#byHash.values();
  }

  /** The document of exactly this text. */
  withText(text: string): KnownDocument | undefined {
    return this.#byText.get(text);
  }

  /**
   * The document that an id stands for: one of a manifest, or a SHA-256 with or without `sha256:`.
   *
   * @param client the name of who asks, for which a manifest may have a document of its own
   */
  withId(id: string, client?: string): KnownDocument | undefined {
    const entries = this.#byId.get(id);
    if (entries === undefined) return this.#byHash.get(bareHash(id));
    const entry = entries.get(client) ?? entries.get(undefined);
    if (entry !== undefined) return entry.document;
    const [first] = entries.values();
    return this.isByClient(id) ? undefined : first?.document;
  }

  /** The document that `persistedQuery` names: some clients write their hashes in capitals. */
  withHash(claimed: string, client?: string): KnownDocument | undefined {
    const named = this.withId(claimed, client);
    if (named !== undefined) return named;
    const lower = claimed.toLowerCase();
    return lower === claimed ? undefined : this.withId(lower, client);
  }

  /** Whether an id stands for other documents with other clients. */
  isByClient(id: string): boolean {
    return this.#byClient.has(id);
  }

  /** Whether any id does. */
  get hasClients(): boolean {
    return this.#byClient.size > 0;
  }

  /** Why an id names nothing that only some clients have; undefined for all others. */
  refusalOf(id: string): RequestError | undefined {
    if (!this.isByClient(id)) return undefined;
    return new RequestError(
      'PERSISTED_DOCUMENT_NOT_FOUND',
      `The id ${quoteId(id)} stands for other documents with other clients; say which client asks by the header "${clientHeader}", as the manifest has it in "clientName".`,
    );
  }

  /** Whether a document is one of them but for white space, comments and added `__typename`s. */
  hasForm(document: DocumentNode): boolean {
    return this.#forms.has(canonicalForm(document));
  }
}

import { setImmediate as turn } from 'node:timers/promises';
import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { checkDocument, checkIds } from './check-document.js';
import { type KnownDocument, knownDocument } from './known-document.js';
import type { Manifest, ManifestDocument } from './manifest-document.js';
import { ManifestError, type ManifestFault } from './manifest-error.js';
import { formOf, withTypenames } from './typenames.js';

/** The documents that manifests have, by everything that requests name them by. */
export class TrustedDocuments {
  /** Each document as its manifest has it. */
  readonly documents = new Set<KnownDocument>();
  readonly #byText = new Map<string, KnownDocument>();
  readonly #byHash = new Map<string, KnownDocument>();
  readonly #byId = new Map<string, { document: KnownDocument; from: ManifestDocument }>();
  readonly #forms = new Set<string>();
  /** The length of the longest text among them. */
  longest = 0;

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
    this.#forms.add(formOf(from.parsed));
    // As clients print them, who may name them by the hash of what they printed.
    this.#learn(print(from.parsed), from.parsed);
    this.#learn(print(withTypenames(from.parsed)), from.parsed);
    for (const id of from.ids) {
      const other = this.#byId.get(id);
      if (other === undefined) this.#byId.set(id, { document, from });
      else if (other.document !== document) {
        faults.push({
          file: from.file,
          line: from.line ?? 1,
          reason: `${from.label} has the id "${id}", which in ${other.from.file} is that of another document.`,
        });
      }
    }
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

  /** The document that an id stands for: one of a manifest, or a SHA-256 with or without `sha256:`. */
  withId(id: string): KnownDocument | undefined {
    return this.#byId.get(id)?.document ?? this.#byHash.get(id.replace(/^sha256:/, ''));
  }

  /** Whether a document is one of them but for white space, comments and added `__typename`s. */
  hasForm(document: DocumentNode): boolean {
    return this.#forms.has(formOf(document));
  }
}

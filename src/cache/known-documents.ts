import { hash } from 'node:crypto';
import { type DocumentNode, Kind, parse } from 'graphql';
import { RecentlyUsed } from './recently-used.js';

/** What the cache needs to know of a GraphQL document. */
export interface KnownDocument {
  /** The SHA-256 of its text, in hexadecimal digits, as persisted queries name it. */
  readonly hash: string;
  /** `query`, `mutation` or `subscription` by the operation's name, which may be empty. */
  readonly kinds: ReadonlyMap<string, string>;
}

const mostDocuments = 1000;
// All of them together must not fill the memory. What is longer is executed each time.
const longestText = 10_000;

/** Remembers documents, so that each is hashed and parsed once. */
export class KnownDocuments {
  readonly #byText = new RecentlyUsed<KnownDocument>(mostDocuments);
  readonly #byHash = new RecentlyUsed<KnownDocument>(mostDocuments);

  /** The document of this text; undefined when it is very long, or no GraphQL. */
  withText(text: string): KnownDocument | undefined {
    if (text.length > longestText) return undefined;
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const kinds = kindsIn(text);
    if (kinds === undefined) return undefined;
    const document = { hash: hash('sha256', text), kinds };
    this.#byText.set(text, document);
    this.#byHash.set(document.hash, document);
    return document;
  }

  /** The document with this hash; undefined when its text was not seen, or long ago. */
  withHash(documentHash: string): KnownDocument | undefined {
    return this.#byHash.get(documentHash);
  }
}

/** The kind of the operation that a request means; undefined when the name picks no single one. */
export function kindOf({ kinds }: KnownDocument, operationName: unknown): string | undefined {
  if (typeof operationName === 'string' && operationName !== '') return kinds.get(operationName);
  const [kind, ...others] = kinds.values();
  return others.length === 0 ? kind : undefined;
}

function kindsIn(text: string): ReadonlyMap<string, string> | undefined {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return undefined;
  }
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [[definition.name?.value ?? '', definition.operation] as const]
        : [],
    ),
  );
}

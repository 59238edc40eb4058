import { hash } from 'node:crypto';
import { allowsAny } from '../../config/level.js';
import { RequestError } from '../../errors/request-error.js';
import type { AutomaticDocuments } from './automatic-documents.js';
import { bareHash, isHash, mismatch, unknownId } from './document-ids.js';
import type { KnownDocument } from './known-document.js';
import type { KnownDocuments } from './known-documents.js';
import { claimedHash, type SentOperation } from './sent-operation.js';

/** The document that a request means. */
export interface Choice {
  /** Undefined when the engine will refuse the request, or the document is too long to be remembered. */
  readonly document?: KnownDocument | undefined;
  /** The SHA-256 by which it was named alone, where no manifest has it. */
  readonly automaticHash?: string | undefined;
  /** What the engine gets in the place of the document and the ids that were sent, if not those. */
  readonly given?: GivenDocument | undefined;
  /** Set when this process does not know the document, but another one may. */
  readonly unseen?: UnseenDocument;
  /** Whether the id stands for other documents with other clients. */
  readonly isByClient?: boolean;
}

/** A document as the engine gets it. */
export interface GivenDocument {
  readonly text: string;
  /** The SHA-256 under which it is remembered from now on. */
  readonly rememberedAs?: string;
}

/** A document that was named by its SHA-256 alone, and is in no manifest. */
export interface UnseenDocument {
  readonly hash: string;
  /** What to answer when nobody knows it; where there is none, the engine has an answer. */
  readonly refusal: RequestError | undefined;
}

/** Who names a document, and how the address does. */
export interface Naming {
  /** The id in the path of the address. */
  readonly pathId: string | undefined;
  /** The name that the client gave itself. */
  readonly client: string | undefined;
}

/** Where documents are found. */
export interface DocumentSources {
  readonly known: KnownDocuments;
  readonly automatic: Pick<AutomaticDocuments, 'kept'>;
}

/**
 * Finds the document that a request means, and refuses what the level does not allow: nothing is
 * left to the engine then but requests without any text.
 * Throws a {@link RequestError} for that, for ids of no document, and for ids that contradict.
 */
export function chooseDocument(
  operation: SentOperation,
  naming: Naming,
  sources: DocumentSources,
): Choice {
  const { known } = sources;
  const text = textOf(operation);
  if (text !== undefined && known.level === 'only') {
    throw new RequestError(
      'DOCUMENT_ID_REQUIRED',
      'A document was sent; this service takes the ids of documents that it has, as "documentId", and no others.',
    );
  }
  const ids = [naming.pathId, documentIdOf(operation)].filter((id) => id !== undefined);
  const claimed = claimedHash(operation);
  return text === undefined
    ? withoutText(ids, claimed, naming, sources)
    : withText(text, ids, claimed, naming, known);
}

function withText(
  text: string,
  ids: readonly string[],
  claimed: string | false | undefined,
  { client }: Naming,
  known: KnownDocuments,
): Choice {
  const { level, trusted } = known;
  const document = known.withText(text);
  if (!allowsAny(level) && !document?.trusted) {
    throw new RequestError(
      'DOCUMENT_NOT_SAFELISTED',
      'The document is in no manifest of this service, which takes no others.',
    );
  }
  const sentHash = document?.hash ?? hash('sha256', text);
  for (const id of ids) {
    if (bareHash(id) === sentHash) continue;
    const named = trusted.withId(id, client);
    if (named === undefined && !isHash(id)) throw unknownId(id);
    if (named?.text !== text) throw mismatch(id);
  }
  // The engine says what is wrong with a hash that is none.
  if (claimed === false) return {};
  if (claimed === undefined) return { document };
  const named = trusted.withHash(claimed, client);
  const isOwn = claimed.toLowerCase() === sentHash;
  if (!isOwn && named?.text !== text) throw mismatch(claimed);
  // Of hashes that are remembered the engine knows none but these, and elsewhere it refuses all.
  const isRemembered = named === undefined && allowsAny(level);
  return { document, given: isRemembered ? { text, rememberedAs: sentHash } : { text } };
}

function withoutText(
  ids: readonly string[],
  claimed: string | false | undefined,
  { client }: Naming,
  { known, automatic }: DocumentSources,
): Choice {
  const { level, trusted } = known;
  if (claimed === false) return {};
  const named = ids.map((id) => {
    const document = trusted.withId(id, client);
    if (document === undefined && !(allowsAny(level) && isHash(id))) {
      throw trusted.refusalOf(id) ?? unknownId(id);
    }
    return { document, hash: document?.hash ?? bareHash(id) };
  });
  if (claimed !== undefined) {
    const document = trusted.withHash(claimed, client);
    named.push({ document, hash: document?.hash ?? claimed.toLowerCase() });
  }
  const [first, ...others] = named;
  if (first === undefined) return {};
  if (others.some((other) => other.hash !== first.hash)) {
    throw new RequestError('BAD_REQUEST', 'The request names two documents; one id is enough.');
  }
  const { document, hash: sha256 } = first;
  if (document !== undefined) {
    const isByClient =
      trusted.hasClients && [...ids, claimed ?? ''].some((each) => trusted.isByClient(each));
    return { document, given: { text: document.text }, isByClient };
  }
  const [id] = ids;
  // A client that heard of "not supported" would not send the ids of its other documents any more.
  if (!allowsAny(level)) throw unknownId(id ?? sha256);
  const text = automatic.kept(sha256);
  if (text !== undefined) {
    return { document: known.withText(text), automaticHash: sha256, given: { text } };
  }
  return { unseen: { hash: sha256, refusal: id === undefined ? undefined : unknownId(id) } };
}

function textOf({ query }: SentOperation): string | undefined {
  if (typeof query !== 'string' || query === '') return undefined;
  if (query.isWellFormed()) return query;
  // Its hash would be that of a document with U+FFFD in its place, which the engine may know.
  throw new RequestError(
    'BAD_REQUEST',
    'The document contains half of a surrogate pair, which is not a character.',
  );
}

function documentIdOf({ documentId }: SentOperation): string | undefined {
  if (documentId === undefined || documentId === null) return undefined;
  if (typeof documentId === 'string') return documentId;
  throw new RequestError('BAD_REQUEST', 'The "documentId" is no text, as which it is wanted.');
}

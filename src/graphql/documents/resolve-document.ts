import { hash } from 'node:crypto';
import { allowsAny } from '../../config/level.js';
import { RequestError } from '../../errors/request-error.js';
import type { ApqStore } from './apq-store.js';
import type { DocumentCatalog } from './document-catalog.js';
import {
  createMismatchError,
  createUnknownIdError,
  isSha256,
  stripHashPrefix,
} from './document-ids.js';
import type { DocumentInfo } from './document-info.js';
import { type RequestParameters, readApqHash } from './request-parameters.js';

/** The document that a request asks for. */
export interface ResolvedDocument {
  /** Undefined when the GraphQL server will reject the request, or the document is too long to be remembered. */
  readonly document?: DocumentInfo | undefined;
  /** The SHA-256 that named the document without its text, if it is in no manifest (APQ). */
  readonly apqHash?: string | undefined;
  /** What the GraphQL server gets instead of the text and the ids that were sent; undefined: what was sent. */
  readonly replacement?: DocumentReplacement | undefined;
  /** Set when this process does not know the document, but another one may. */
  readonly apqLookup?: ApqLookup;
  /** Whether the id stands for different documents with different clients. */
  readonly variesByClient?: boolean;
}

/** A document as the GraphQL server gets it. */
export interface DocumentReplacement {
  readonly text: string;
  /** The SHA-256 under which it is registered as an automatic persisted query. */
  readonly registerAs?: string;
}

/** A document that was named by its SHA-256 alone, and is in no manifest. */
export interface ApqLookup {
  readonly hash: string;
  /** The error when no process knows it; undefined where the GraphQL server has one itself. */
  readonly notFound: RequestError | undefined;
}

/** What names a document besides the parameters of a request. */
export interface ResolveOptions {
  /** The id in the path of the URL. */
  readonly pathId: string | undefined;
  /** The name that the client gave itself. */
  readonly client: string | undefined;
}

/** Where documents are found. */
export interface DocumentSources {
  readonly catalog: DocumentCatalog;
  readonly apq: Pick<ApqStore, 'getLocal'>;
}

/**
 * Finds the document that a request asks for, and rejects what the level does not allow: what is left
 * to the GraphQL server are requests without any text.
 * Throws a {@link RequestError} for that, for unknown ids, and for ids that contradict each other.
 */
export function resolveDocument(
  parameters: RequestParameters,
  options: ResolveOptions,
  sources: DocumentSources,
): ResolvedDocument {
  const { catalog } = sources;
  const text = readText(parameters);
  if (text !== undefined && catalog.level === 'only') {
    throw new RequestError(
      'DOCUMENT_ID_REQUIRED',
      'The request contains the text of a document; this service accepts only the ids of its persisted documents, as "documentId".',
    );
  }
  const ids = [options.pathId, readDocumentId(parameters)].filter((id) => id !== undefined);
  const apqHash = readApqHash(parameters);
  return text === undefined
    ? resolveIds(ids, apqHash, options, sources)
    : resolveText(text, ids, apqHash, options, catalog);
}

function resolveText(
  text: string,
  ids: readonly string[],
  apqHash: string | false | undefined,
  { client }: ResolveOptions,
  catalog: DocumentCatalog,
): ResolvedDocument {
  const { level, trusted } = catalog;
  const document = catalog.findByText(text);
  if (!allowsAny(level) && !document?.trusted) {
    throw new RequestError(
      'DOCUMENT_NOT_SAFELISTED',
      'The document is not in any manifest of this service; no other documents are accepted.',
    );
  }
  const textHash = document?.hash ?? hash('sha256', text);
  for (const id of ids) {
    if (stripHashPrefix(id) === textHash) continue;
    const named = trusted.findById(id, client);
    if (named === undefined && !isSha256(id)) throw createUnknownIdError(id);
    if (named?.text !== text) throw createMismatchError(id);
  }
  // The GraphQL server says what is wrong with a malformed hash.
  if (apqHash === false) return {};
  if (apqHash === undefined) return { document };
  const named = trusted.findByHash(apqHash, client);
  const isOwnHash = apqHash.toLowerCase() === textHash;
  if (!isOwnHash && named?.text !== text) throw createMismatchError(apqHash);
  // The GraphQL server must see no other hashes: it registers all that it sees, and at the levels
  // without APQ it rejects them.
  const isRegistered = named === undefined && allowsAny(level);
  return { document, replacement: isRegistered ? { text, registerAs: textHash } : { text } };
}

function resolveIds(
  ids: readonly string[],
  apqHash: string | false | undefined,
  { client }: ResolveOptions,
  { catalog, apq }: DocumentSources,
): ResolvedDocument {
  const { level, trusted } = catalog;
  if (apqHash === false) return {};
  const named = ids.map((id) => {
    const document = trusted.findById(id, client);
    if (document === undefined && !(allowsAny(level) && isSha256(id))) {
      throw trusted.createClientRequiredError(id) ?? createUnknownIdError(id);
    }
    return { document, hash: document?.hash ?? stripHashPrefix(id) };
  });
  if (apqHash !== undefined) {
    const document = trusted.findByHash(apqHash, client);
    named.push({ document, hash: document?.hash ?? apqHash.toLowerCase() });
  }
  const [first, ...others] = named;
  if (first === undefined) return {};
  if (others.some((other) => other.hash !== first.hash)) {
    throw new RequestError(
      'BAD_REQUEST',
      'The request names two different documents; send one id.',
    );
  }
  const { document, hash: sha256 } = first;
  if (document !== undefined) {
    const variesByClient =
      trusted.hasClientSpecificIds &&
      [...ids, apqHash ?? ''].some((each) => trusted.variesByClient(each));
    return { document, replacement: { text: document.text }, variesByClient };
  }
  const [id] = ids;
  // A client that was told "not supported" would no longer send the ids of its other documents.
  if (!allowsAny(level)) throw createUnknownIdError(id ?? sha256);
  const text = apq.getLocal(sha256);
  if (text !== undefined) {
    return { document: catalog.findByText(text), apqHash: sha256, replacement: { text } };
  }
  const notFound = id === undefined ? undefined : createUnknownIdError(id);
  return { apqLookup: { hash: sha256, notFound } };
}

function readText({ query }: RequestParameters): string | undefined {
  if (typeof query !== 'string' || query === '') return undefined;
  if (query.isWellFormed()) return query;
  // Its hash would be that of a document with U+FFFD in its place, which the service may know.
  throw new RequestError(
    'BAD_REQUEST',
    'The document contains half of a surrogate pair, which is not a character.',
  );
}

function readDocumentId({ documentId }: RequestParameters): string | undefined {
  if (documentId === undefined || documentId === null) return undefined;
  if (typeof documentId === 'string') return documentId;
  throw new RequestError('BAD_REQUEST', '"documentId" must be a string.');
}

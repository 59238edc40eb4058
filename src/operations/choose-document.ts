import { hash } from 'node:crypto';
import { RequestError } from '../errors.js';
import type { KnownDocument } from './known-document.js';
import type { KnownDocuments } from './known-documents.js';
import { allowsAny } from './level.js';
import { claimedHash, type SentOperation } from './sent-operation.js';

/** The document that a request means. */
export interface Choice {
  /** Undefined when the engine will look it up, or will refuse the request. */
  readonly document?: KnownDocument | undefined;
  /** The hash under which the engine will look it up. */
  readonly automaticHash?: string;
  /** Whether the engine must be given its text, as the request names it in a way that is ours. */
  readonly isNamed: boolean;
}

/**
 * Finds the document that a request means, and refuses what the level does not allow: nothing is
 * left to the engine then but requests without any text.
 * Throws a {@link RequestError} for that, for ids of no document, and for ids that contradict.
 *
 * @param pathId the id in the address
 */
export function chooseDocument(
  operation: SentOperation,
  pathId: string | undefined,
  known: KnownDocuments,
): Choice {
  const text = textOf(operation);
  if (text !== undefined && known.level === 'only') {
    throw new RequestError(
      'DOCUMENT_ID_REQUIRED',
      'A document was sent; this service takes the ids of documents that it has, as "documentId", and no others.',
    );
  }
  const ids = [pathId, documentIdOf(operation)].filter((id) => id !== undefined);
  const claimed = claimedHash(operation);
  if (text === undefined) return withoutText(ids, claimed, known);

  const document = known.withText(text);
  if (!allowsAny(known.level) && !document?.trusted) {
    throw new RequestError(
      'DOCUMENT_NOT_SAFELISTED',
      'The document is in no manifest of this service, which takes no others.',
    );
  }
  const sentHash = document?.hash ?? hash('sha256', text);
  for (const id of ids) {
    if (id.replace(/^sha256:/, '') === sentHash) continue;
    const named = known.trusted.withId(id);
    if (named === undefined && !isHash(id)) unknownId(id);
    if (named?.text !== text) mismatch(id);
  }
  // The engine says what is wrong with a hash that is none.
  if (claimed === false) return { isNamed: false };
  if (claimed === undefined) return { document, isNamed: false };
  const trusted = known.trusted.withId(claimed);
  if (claimed !== sentHash && trusted?.text !== text) mismatch(claimed);
  // The engine remembers what comes with a hash, where that is on, and refuses it elsewhere.
  const isNamed = document !== undefined && (trusted !== undefined || !allowsAny(known.level));
  return { document, isNamed };
}

function withoutText(
  ids: readonly string[],
  claimed: string | false | undefined,
  known: KnownDocuments,
): Choice {
  const { level, trusted } = known;
  if (claimed === false) return { isNamed: false };
  const documents = ids.map((id) => trusted.withId(id) ?? unknownId(id));
  const byHash = claimed === undefined ? undefined : trusted.withId(claimed);
  const [document = byHash] = documents;
  const contradicts = documents.some((other) => other !== document);
  if (contradicts || (document && claimed !== undefined && byHash !== document)) {
    throw new RequestError('BAD_REQUEST', 'The request names two documents; one id is enough.');
  }
  if (document !== undefined) return { document, isNamed: true };
  if (claimed === undefined) return { isNamed: false };
  // A client that heard of "not supported" would not send the ids of its other documents any more.
  if (!allowsAny(level)) return unknownId(claimed);
  return { document: known.withHash(claimed), automaticHash: claimed, isNamed: false };
}

const isHash = (id: string) => /^(sha256:)?[0-9a-f]{64}$/.test(id);

function mismatch(id: string): never {
  throw new RequestError(
    'BAD_REQUEST',
    `The document that was sent is not the one that ${shown(id)} stands for; send one of both.`,
  );
}

function textOf({ query }: SentOperation): string | undefined {
  if (typeof query !== 'string' || query === '') return undefined;
  if (query.isWellFormed()) return query;
  // Its hash would be that of a document with U+FFFD in its place, which the engine may know.
  throw new RequestError(
    'BAD_REQUEST',
    'The document holds half of a surrogate pair, which is no character.',
  );
}

function documentIdOf({ documentId }: SentOperation): string | undefined {
  if (documentId === undefined || documentId === null) return undefined;
  if (typeof documentId === 'string') return documentId;
  throw new RequestError('BAD_REQUEST', 'The "documentId" is no text, as which it is wanted.');
}

function unknownId(id: string): never {
  if (!/^[\w.~-]+(:[\w.~:-]+)?$/.test(id)) {
    throw new RequestError(
      'BAD_REQUEST',
      `${shown(id)} is no id of a document: those have letters, digits, "-", ".", "_", "~" and, after the first character, ":".`,
    );
  }
  throw new RequestError('PERSISTED_DOCUMENT_NOT_FOUND', `No document has the id ${shown(id)}.`);
}

const mostShown = 100;
const shown = (id: string) =>
  JSON.stringify(id.length > mostShown ? `${id.slice(0, mostShown)}…` : id);

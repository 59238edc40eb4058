import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { chooseDocument } from '../operations/choose-document.js';
import { type KnownDocument, kindOf } from '../operations/known-document.js';
import type { KnownDocuments } from '../operations/known-documents.js';
import {
  operationInBody,
  operationInSearch,
  type SentOperation,
} from '../operations/sent-operation.js';
import { canonicalJson } from './canonical-json.js';
import { RecentlyUsed } from './recently-used.js';

/** A GraphQL request over HTTP, as far as it decides the answer. */
export interface KeyedRequest {
  readonly method: string;
  /** The id of a document, where the path of the address has one. */
  readonly id?: string | undefined;
  /** The query string with its question mark, or empty. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** What the body's JSON stands for. */
  readonly body: unknown;
}

/** What is known of a request before it is executed. */
export interface PlannedRequest {
  /**
   * The key under which its response is kept; undefined when it must be executed: a mutation, a
   * hash that was not seen yet, or what the GraphQL engine will refuse.
   */
  readonly key: string | undefined;
  /** The document that it means, where that is known. */
  readonly document: KnownDocument | undefined;
  /** Whether the engine must be given the text of the document. */
  readonly isNamed: boolean;
}

const unknown: PlannedRequest = { key: undefined, document: undefined, isNamed: false };

const mostAddresses = 1000;
const longestAddress = 4000;

/** Finds the keys under which the responses of requests are kept. */
export class CacheKeys {
  readonly #ofAddresses = new RecentlyUsed<PlannedRequest>(mostAddresses);

  /** @param documents those that may be run, as long as these keys are used */
  constructor(private readonly documents: KnownDocuments) {}

  /**
   * Finds the key and the document of a request. Throws a `RequestError` for a document that is not
   * allowed, and for an id of none.
   *
   * @param scope who may get the same response
   */
  plan(request: KeyedRequest, scope: string): PlannedRequest {
    const planned = this.#planned(request, scope);
    if (planned.key === undefined || isPreflighted(request)) return planned;
    return { ...planned, key: undefined };
  }

  #planned(request: KeyedRequest, scope: string): PlannedRequest {
    if (request.method === 'POST') {
      const operation = operationInBody(request.body);
      return operation ? this.#plan(operation, request, scope) : unknown;
    }
    if (request.method !== 'GET') return unknown;
    const { headers, id = '', search } = request;
    const address = `${scope}\n${headers.accept}\n${id}\n${search}`;
    const known = this.#ofAddresses.get(address);
    if (known !== undefined) return known;
    const operation = operationInSearch(search);
    if (operation === undefined) return unknown;
    const planned = this.#plan(operation, request, scope);
    const isKept = planned.key !== undefined && address.length <= longestAddress;
    if (isKept) this.#ofAddresses.set(address, planned);
    return planned;
  }

  #plan(operation: SentOperation, request: KeyedRequest, scope: string): PlannedRequest {
    const { document, automaticHash, isNamed } = chooseDocument(
      operation,
      request.id,
      this.documents,
    );
    // For a GET the kind needs not be known: the engine executes nothing but queries then.
    const isQuery = document && kindOf(document, operation.operationName) === 'query';
    const byHash = request.method === 'GET' ? automaticHash : undefined;
    const documentHash = isQuery ? document.hash : document === undefined ? byHash : undefined;
    const isWellFormed = isObjectOrNone(operation.extensions);
    const key =
      documentHash && isWellFormed
        ? keyOf(documentHash, operation, scope, request.headers)
        : undefined;
    return { key, document, isNamed };
  }
}

// No part of the key, as they change no answer; but the engine refuses them in another form.
const isObjectOrNone = (extensions: unknown) =>
  extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions));

/** The request with the text of the document in the place of its ids, as the engine takes it. */
export function withText(request: KeyedRequest, { text }: KnownDocument): KeyedRequest {
  if (request.method === 'GET') {
    const given = new URLSearchParams(request.search);
    given.set('query', text);
    const extensions = given.get('extensions');
    if (extensions !== null) {
      given.set('extensions', JSON.stringify(withoutHash(JSON.parse(extensions))));
    }
    return { ...request, search: `?${given}` };
  }
  const { extensions, ...others } = request.body as SentOperation;
  const body = { ...others, query: text };
  return {
    ...request,
    body: extensions === undefined ? body : { ...body, extensions: withoutHash(extensions) },
  };
}

function withoutHash(extensions: unknown): unknown {
  if (typeof extensions !== 'object' || extensions === null) return extensions;
  const { persistedQuery: _, ...others } = extensions as { readonly persistedQuery?: unknown };
  return Array.isArray(extensions) ? extensions : others;
}

// Finding a key takes a fraction of the time that making it takes.
const keysOfParts = new RecentlyUsed<string>(mostAddresses);

function keyOf(
  documentHash: string,
  { operationName = null, variables = null }: SentOperation,
  scope: string,
  { accept = '' }: IncomingHttpHeaders,
): string | undefined {
  const parts = canonicalJson([documentHash, operationName, variables, scope, accept]);
  if (parts === undefined) return undefined;
  const known = keysOfParts.get(parts);
  if (known !== undefined) return known;
  const key = hash('sha256', parts, 'base64url');
  if (parts.length <= longestAddress) keysOfParts.set(parts, key);
  return key;
}

/**
 * Whether a browser would have asked for permission before it sent this to us from a foreign page.
 * The GraphQL engine refuses all other requests, and what is kept must not answer them either.
 */
function isPreflighted({ headers }: KeyedRequest): boolean {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return true;
  return /^application\/json(?![^;\s])/i.test(headers['content-type'] ?? '');
}

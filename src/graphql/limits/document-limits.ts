import { type DocumentNode, Kind } from 'graphql';
import type { Limits } from '../../config/limits.js';
import { type ErrorCode, RequestError } from '../../errors/request-error.js';
import { countRepeatedFields, measureDocument, type SelectionMetrics } from './document-metrics.js';

// The introspection of tools has 15 levels, as types can be lists of lists. What it reads is small and
// independent of the data, and GraphQL.js has a rule of its own against cycles in it.
const minIntrospectionDepth = 20;

/**
 * Checks what needs neither the schema nor variables. It runs before validation, which hostile
 * documents could keep busy, and takes time in proportion to the document's tokens.
 *
 * Throws the error of the limit that is exceeded, and `GRAPHQL_VALIDATION_FAILED` for what cannot be
 * measured (circular fragments) and for what is not supported (subscriptions, `@defer`).
 */
export function checkDocumentLimits(document: DocumentNode, limits: Limits): void {
  const { operations, circular, duplicate, ...metrics } = measureDocument(document);
  rejectUnsupported(document, metrics.directiveNames);
  if (circular !== undefined) {
    throw invalid(`The fragment "${circular}" uses itself, which is not allowed.`);
  }
  if (duplicate !== undefined) {
    throw invalid(`The document has two fragments "${duplicate}"; names must be unique.`);
  }
  const max = (key: keyof SelectionMetrics) => Math.max(0, ...operations.map((each) => each[key]));
  const expanded = 'with fragments expanded';
  const check = (
    code: ErrorCode,
    received: number,
    allowed: number,
    sentence: (count: string) => string,
  ) => {
    if (received <= allowed) return;
    const message = `${sentence(formatCount(received))}; at most ${allowed} are allowed.`;
    throw new RequestError(code, message);
  };
  check(
    'TOO_MANY_DIRECTIVES',
    metrics.directives,
    limits.directives,
    (count) => `The document has ${count} directives in one place`,
  );
  check(
    'TOO_MANY_ALIASES',
    max('aliases'),
    limits.aliases,
    (count) => `The operation has ${count} aliases, ${expanded}`,
  );
  check(
    'TOO_MANY_ROOT_FIELDS',
    max('rootFields'),
    limits.rootFields,
    (count) => `The operation selects ${count} fields at its root, ${expanded}`,
  );
  check(
    'SELECTION_TOO_DEEP',
    max('depth'),
    limits.depth,
    (count) => `The operation nests fields ${count} levels deep`,
  );
  check(
    'SELECTION_TOO_DEEP',
    max('introspectionDepth'),
    Math.max(limits.depth, minIntrospectionDepth),
    (count) => `The operation nests introspection fields ${count} levels deep`,
  );
  check(
    'TOO_MANY_FIELDS',
    metrics.fields,
    limits.fields,
    (count) => `The document selects ${count} fields and fragments, ${expanded}`,
  );
  // Last, as it visits each use of a fragment, and only now their number is limited.
  check(
    'TOO_MANY_REPEATED_FIELDS',
    countRepeatedFields(document),
    limits.repeatedFields,
    (count) => `The document selects ${count} fields again where they are already selected`,
  );
}

const formatCount = (received: number) => (received > 1e9 ? 'over a billion' : String(received));

function rejectUnsupported({ definitions }: DocumentNode, directives: ReadonlySet<string>) {
  const directive = ['defer', 'stream'].find((name) => directives.has(name));
  if (directive !== undefined) {
    throw invalid(
      `The document uses @${directive}; this service sends every response as a whole and supports neither @defer nor @stream.`,
    );
  }
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.operation !== 'subscription') continue;
    throw invalid(
      'The document has a subscription; this service supports only queries and mutations.',
    );
  }
}

const invalid = (message: string) => new RequestError('GRAPHQL_VALIDATION_FAILED', message);

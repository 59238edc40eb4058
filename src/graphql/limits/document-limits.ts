import { type DocumentNode, Kind } from 'graphql';
import type { Limits } from '../../config/limits.js';
import { type ErrorCode, RequestError } from '../../errors/request-error.js';
import { countRepeatedFields, measureDocument, type SelectionMetrics } from './document-metrics.js';

// What tools ask for has 15 levels, as types may be lists of lists. It reads the same few types
// whatever the data are, and how often it may go around among them is a rule of GraphQL itself.
const introspectionDepth = 20;

/**
 * Checks what needs neither the schema nor variables, so that it holds for documents that are
 * hostile to validation itself. Takes a time in proportion to the document's tokens.
 *
 * Throws an error of the limit that is passed, and `GRAPHQL_VALIDATION_FAILED` for what cannot be
 * measured (circular fragments) and what this service does not have (subscriptions, `@defer`).
 */
export function checkDocumentLimits(document: DocumentNode, limits: Limits): void {
  const { operations, circular, duplicate, ...figures } = measureDocument(document);
  refuseUnsupported(document, figures.directiveNames);
  if (circular !== undefined) {
    throw invalid(`The fragment "${circular}" is used inside itself; no fragment may be.`);
  }
  if (duplicate !== undefined) {
    throw invalid(`The document has two fragments "${duplicate}"; each needs a name of its own.`);
  }
  const most = (of: keyof SelectionMetrics) => Math.max(0, ...operations.map((each) => each[of]));
  const anywhere = 'counted wherever a fragment is used';
  const check = (
    code: ErrorCode,
    received: number,
    allowed: number,
    sentence: (count: string) => string,
  ) => {
    if (received <= allowed) return;
    const text = `${sentence(counted(received))}; at most ${allowed} are allowed.`;
    throw new RequestError(code, text);
  };
  check(
    'TOO_MANY_DIRECTIVES',
    figures.directives,
    limits.directives,
    (count) => `The document has ${count} directives at one place`,
  );
  check(
    'TOO_MANY_ALIASES',
    most('aliases'),
    limits.aliases,
    (count) => `The operation has ${count} aliases, ${anywhere}`,
  );
  check(
    'TOO_MANY_ROOT_FIELDS',
    most('rootFields'),
    limits.rootFields,
    (count) => `The operation selects ${count} fields at its root, ${anywhere}`,
  );
  check(
    'SELECTION_TOO_DEEP',
    most('depth'),
    limits.depth,
    (count) => `The operation selects fields on ${count} levels below each other`,
  );
  check(
    'SELECTION_TOO_DEEP',
    most('introspectionDepth'),
    Math.max(limits.depth, introspectionDepth),
    (count) => `The operation selects fields of the schema on ${count} levels below each other`,
  );
  check(
    'TOO_MANY_FIELDS',
    figures.fields,
    limits.fields,
    (count) => `The document selects ${count} fields and fragments, ${anywhere}`,
  );
  // Last, as it looks at each use of a fragment, whose number is bounded only now.
  check(
    'TOO_MANY_REPEATED_FIELDS',
    countRepeatedFields(document),
    limits.repeatedFields,
    (count) => `The document selects ${count} fields where they are selected already`,
  );
}

const counted = (received: number) => (received > 1e9 ? 'over a billion' : String(received));

function refuseUnsupported({ definitions }: DocumentNode, directives: ReadonlySet<string>) {
  const directive = ['defer', 'stream'].find((name) => directives.has(name));
  if (directive !== undefined) {
    throw invalid(
      `The document uses @${directive}; this service sends every answer as a whole, so it has neither @defer nor @stream.`,
    );
  }
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.operation !== 'subscription') continue;
    throw invalid('The document has a subscription; this service has queries and mutations only.');
  }
}

const invalid = (message: string) => new RequestError('GRAPHQL_VALIDATION_FAILED', message);

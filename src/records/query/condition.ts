import { afterLatestDate, earliestDate } from '../../dates/parse-date.js';
import { RequestError } from '../../errors/request-error.js';
import type { QueryDate } from '../../graphql/query-date.js';
import { foldText } from '../../text/fold-text.js';
import type { DateRange, RecordFilter, TextFilter } from '../graphql/record-filter.js';

/** What a record must satisfy: a filter that was checked, with its texts folded. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly date: Date; readonly operator: '>=' | '>' | '<=' | '<' }
  | { readonly text: string; readonly column: FoldedColumn }
  | { readonly host: string }
  | { readonly siteId: number }
  | { readonly recordId: number };

/** The folded copies: each form of the text on a line of its own, between line feeds. */
export type FoldedColumn = 'title_folded' | 'uri_folded';

const maxDepth = 8;
const maxParts = 100;
const maxTextLength = 1000;

/**
 * Turns the filter of a request into a condition.
 * Throws `FILTER_TOO_COMPLEX` when it is nested more than 8 deep or has more than 100 parts, and
 * `ARGUMENT_INVALID` for a text of more than 1000 characters.
 */
export function toCondition(filter: RecordFilter | null | undefined): Condition {
  const parts = { left: maxParts };
  return { all: filter == null ? [] : filterParts(filter, parts, 'filter', 1) };
}

function filterParts(
  filter: RecordFilter,
  parts: { left: number },
  path: string,
  depth: number,
): Condition[] {
  if (depth > maxDepth || --parts.left < 0) {
    throw new RequestError(
      'FILTER_TOO_COMPLEX',
      depth > maxDepth
        ? `The argument "${path}" is nested ${depth} deep; at most ${maxDepth} are allowed.`
        : `The argument "filter" has more than ${maxParts} parts, which is the most allowed.`,
      depth > maxDepth ? path : 'filter',
    );
  }
  const inner = (each: RecordFilter, step: string): Condition => ({
    all: filterParts(each, parts, `${path}.${step}`, depth + 1),
  });
  return [
    ...dateParts(filter.date),
    ...textParts(filter.title, 'title_folded', `${path}.title`),
    ...textParts(filter.uri, 'uri_folded', `${path}.uri`),
    ...(filter.text == null ? [] : [anywhere(folded(filter.text, `${path}.text`))]),
    ...(filter.site == null ? [] : [{ host: hostOf(filter.site) }]),
    ...(filter.and ?? []).map((each, index) => inner(each, `and.${index}`)),
    ...(filter.or == null
      ? []
      : [{ any: filter.or.map((each, index) => inner(each, `or.${index}`)) }]),
    ...(filter.not == null ? [] : [{ not: inner(filter.not, 'not') }]),
  ];
}

function dateParts(range: DateRange | null | undefined): Condition[] {
  if (range == null) return [];
  const { gte, gt, lte, lt } = range;
  return [
    ...(gte == null ? [] : [from(gte, '>=')]),
    ...(gt == null ? [] : [from(gt, '>')]),
    ...(lte == null ? [] : [to(lte, '<=')]),
    ...(lt == null ? [] : [to(lt, '<')]),
  ];
}

const always: Condition = { all: [] };
const never: Condition = { any: [] };

// A bound that no record can reach is not left to the engines: they hold other dates than Unix time.
function from({ floor, ceiling }: QueryDate, operator: '>=' | '>'): Condition {
  const bound = operator === '>=' ? ceiling : floor;
  if (bound < earliestDate) return always;
  return bound < afterLatestDate ? { date: new Date(bound), operator } : never;
}

function to({ floor, ceiling }: QueryDate, operator: '<=' | '<'): Condition {
  const bound = operator === '<' ? ceiling : floor;
  if (bound < earliestDate) return never;
  return bound < afterLatestDate ? { date: new Date(bound), operator } : always;
}

function textParts(
  filter: TextFilter | null | undefined,
  column: FoldedColumn,
  path: string,
): Condition[] {
  if (filter == null) return [];
  const { contains, startsWith, equals } = filter;
  // What is trimmed a second time are the spaces beside characters that nobody sees.
  // The line feeds around each form make every kind of match a search for a part of the column.
  return [
    ...(contains == null ? [] : [{ text: folded(contains, `${path}.contains`), column }]),
    ...(startsWith == null
      ? []
      : [
          { text: `\n${folded(startsWith.trimStart(), `${path}.startsWith`).trimStart()}`, column },
        ]),
    ...(equals == null
      ? []
      : [{ text: `\n${folded(equals.trim(), `${path}.equals`).trim()}\n`, column }]),
  ];
}

const anywhere = (text: string): Condition => ({
  any: [
    { text, column: 'title_folded' },
    { text, column: 'uri_folded' },
  ],
});

function folded(text: string, path: string): string {
  if (text.length > maxTextLength) {
    throw new RequestError(
      'ARGUMENT_INVALID',
      `The argument "${path}" has ${text.length} characters; at most ${maxTextLength} are allowed.`,
      path,
    );
  }
  // As in stored texts, except that spaces at the ends count here: "art " ends a word.
  const bare = text.replace(/^\p{Cc}+|\p{Cc}+$/gu, '') || text;
  return foldText(bare.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' '));
}

// Escaped and with its port: no host that is stored has a third of this.
const longestHost = 1000;

/** The host as sites store it; a text that is no host becomes the empty one, which none has. */
export function hostOf(text: string): string {
  const bare = text.trim();
  if (bare.length > longestHost) return '';
  // A scheme's own port is left out of a host, so it has to be read by the other scheme.
  const url = URL.parse(`${bare.endsWith(':80') ? 'https' : 'http'}://${bare}`);
  return url?.href === `${url?.protocol}//${url?.host}/` ? url.host : '';
}

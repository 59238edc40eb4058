import { afterLatestDate, earliestDate } from '../../dates/parse-date.js';
import { RequestError } from '../../errors/request-error.js';
import type { QueryDate } from '../../graphql/types/query-date.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import type { Condition, FoldedColumn } from '../../search/condition.js';
import { foldText } from '../../text/fold-text.js';
import type { DateRange, RecordFilter, TextFilter } from '../graphql/record-filter.js';
import { normaliseHost } from './normalise-host.js';

const maxDepth = 8;
const maxParts = 100;
const maxTextLength = 1000;

/**
 * Converts the filter of a request to a condition.
 * Throws `FILTER_TOO_COMPLEX` if the filter is nested more than 8 deep or has more than 100 parts, and
 * `ARGUMENT_INVALID` if a text has more than 1000 characters. The list `sites` has as many parts as items.
 *
 * @param readableImports the imports that may be filtered by; others have no records
 */
export function filterToCondition(
  filter: RecordFilter | null | undefined,
  readableImports: ReadonlySet<number> = new Set(),
): Condition {
  const parts = { left: maxParts, readableImports };
  return { all: filter == null ? [] : filterParts(filter, parts, 'filter', 1) };
}

interface Parts {
  left: number;
  readonly readableImports: ReadonlySet<number>;
}

function filterParts(filter: RecordFilter, parts: Parts, path: string, depth: number): Condition[] {
  parts.left -= 1 + (filter.sites?.length ?? 0);
  if (depth > maxDepth || parts.left < 0) {
    throw new RequestError(
      'FILTER_TOO_COMPLEX',
      depth > maxDepth
        ? `The argument "${path}" is nested ${depth} deep; at most ${maxDepth} are allowed.`
        : `The argument "filter" has too many parts; at most ${maxParts} are allowed.`,
      depth > maxDepth ? path : 'filter',
    );
  }
  const nested = (each: RecordFilter, step: string): Condition => ({
    all: filterParts(each, parts, `${path}.${step}`, depth + 1),
  });
  return [
    ...dateParts(filter.date),
    ...textParts(filter.title, 'title_folded', `${path}.title`),
    ...textParts(filter.uri, 'uri_folded', `${path}.uri`),
    ...(filter.text == null ? [] : [inAnyColumn(foldArgument(filter.text, `${path}.text`))]),
    ...(filter.site == null ? [] : [{ host: normaliseHost(filter.site) }]),
    ...(filter.sites == null ? [] : [inAnySite(filter.sites)]),
    ...(filter.import == null ? [] : [inImport(filter.import, parts.readableImports)]),
    ...(filter.and ?? []).map((each, index) => nested(each, `and.${index}`)),
    ...(filter.or == null
      ? []
      : [{ any: filter.or.map((each, index) => nested(each, `or.${index}`)) }]),
    ...(filter.not == null ? [] : [{ not: nested(filter.not, 'not') }]),
  ];
}

function dateParts(range: DateRange | null | undefined): Condition[] {
  if (range == null) return [];
  const { gte, gt, lte, lt } = range;
  return [
    ...(gte == null ? [] : [lowerBound(gte, '>=')]),
    ...(gt == null ? [] : [lowerBound(gt, '>')]),
    ...(lte == null ? [] : [upperBound(lte, '<=')]),
    ...(lt == null ? [] : [upperBound(lt, '<')]),
  ];
}

const always: Condition = { all: [] };
const never: Condition = { any: [] };

// A bound outside the range of stored dates is not left to the engines, whose ranges differ.
function lowerBound({ floor, ceiling }: QueryDate, operator: '>=' | '>'): Condition {
  const bound = operator === '>=' ? ceiling : floor;
  if (bound < earliestDate) return always;
  return bound < afterLatestDate ? { date: new Date(bound), operator } : never;
}

function upperBound({ floor, ceiling }: QueryDate, operator: '<=' | '<'): Condition {
  const bound = operator === '<' ? ceiling : floor;
  if (bound < earliestDate) return never;
  return bound < afterLatestDate ? { date: new Date(bound), operator } : always;
}

/** With line feeds around each form of a stored text, every kind of match is a substring search. */
function textParts(
  filter: TextFilter | null | undefined,
  column: FoldedColumn,
  path: string,
): Condition[] {
  return textsOf(filter, path).map((text) => ({ text, column }));
}

/** The folded texts that a filter requires. */
export function textsOf(filter: TextFilter | null | undefined, path: string): string[] {
  if (filter == null) return [];
  const { contains, startsWith, equals } = filter;
  const texts: string[] = [];
  if (contains != null) texts.push(foldArgument(contains, `${path}.contains`));
  // Folding removes invisible characters, and may leave adjacent spaces at an end.
  if (startsWith != null) {
    const folded = foldArgument(startsWith.trimStart(), `${path}.startsWith`).trimStart();
    texts.push(`\n${folded}`);
  }
  if (equals != null) {
    const folded = foldArgument(equals.trim(), `${path}.equals`).trim();
    texts.push(`\n${folded}\n`);
  }
  return texts;
}

const inAnySite = (hosts: readonly string[]): Condition => ({
  any: [...new Set(hosts.map(normaliseHost))].map((host) => ({ host })),
});

function inImport(id: string, readable: ReadonlySet<number>): Condition {
  const importId = parseNodeNumber('Import', id);
  return importId !== undefined && readable.has(importId) ? { importId } : never;
}

const inAnyColumn = (text: string): Condition => ({
  any: [
    { text, column: 'title_folded' },
    { text, column: 'uri_folded' },
  ],
});

function foldArgument(text: string, path: string): string {
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

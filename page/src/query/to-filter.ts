import type { DateRange, RecordFilter } from '../../generated/graphql.js';
import type { PageState } from '../address/page-state.js';
import { parsePeriod } from './parse-period.js';
import { parseQuery, type Term } from './parse-query.js';

/** The part of the state that decides which records are listed. */
export type Conditions = Pick<
  PageState,
  'q' | 'from' | 'to' | 'sites' | 'withoutSites' | 'import' | 'view'
>;

/** What a filter leaves out: figures ignore the part that they are there to choose. */
export type Ignored = 'dates' | 'sites';

/** The filter of a state; null if all records are listed. */
export function toFilter(state: Conditions, ignored?: Ignored): RecordFilter | null {
  const all: RecordFilter[] = parseQuery(state.q).map(toCondition);
  if (ignored !== 'dates' && (state.from || state.to)) {
    all.push({ date: toRange(state.from, state.to) });
  }
  if (ignored !== 'sites' && state.sites.length > 0) all.push({ sites: [...state.sites] });
  if (state.withoutSites.length > 0) all.push({ not: { sites: [...state.withoutSites] } });
  if (state.view === 'records' && state.import) all.push({ import: state.import });
  if (all.length <= 1) return all[0] ?? null;
  return { and: all };
}

function toRange(from: string | undefined, to: string | undefined): DateRange {
  const end = to && parsePeriod(to)?.end;
  return { ...(from && { gte: from }), ...(end && { lt: end }) };
}

function toCondition(term: Term): RecordFilter {
  const condition = toPositive(term);
  return term.isExcluded ? { not: condition } : condition;
}

function toPositive(term: Term): RecordFilter {
  switch (term.field) {
    case 'text':
      return { text: term.value };
    case 'site':
      return { site: term.value };
    case 'date': {
      const { start, end } = term.value;
      return { date: { ...(start && { gte: start }), ...(end && { lt: end }) } };
    }
    default:
      return { [term.field]: { contains: term.value } };
  }
}

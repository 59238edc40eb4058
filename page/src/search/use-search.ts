import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type {
  Interval,
  PageFiguresQuery,
  RecordFilter,
  RecordOrder,
} from '../../generated/graphql.js';
import { PageFiguresDocument } from '../../generated/graphql.js';
import type { PageState, Sort } from '../address/page-state.js';
import { byYearIfLong } from '../client/by-year-if-long.js';
import { execute } from '../client/execute.js';
import { LatestOnly } from '../client/latest-only.js';
import { type ServiceError, toServiceError } from '../client/service-error.js';
import { findBetterInterval } from '../histogram/bars.js';
import { type RowPage, readPage } from '../list/row-source.js';
import { RowStore, rowsPerPage } from '../list/row-store.js';
import { toFilter } from '../query/to-filter.js';

/** Counts of what is listed. */
export type Figures = PageFiguresQuery;

/** What is known of the present search, or of an earlier one until it is answered. */
export interface Search {
  readonly rows: RowStore | undefined;
  /** The number of loaded rows, if they are all of the list. */
  readonly wholeCount: number | undefined;
  readonly figures: Figures | undefined;
  /** Whether the rows are those of an earlier search. */
  readonly isStale: boolean;
  /** Whether the figures are. */
  readonly isCounting: boolean;
  readonly error: ServiceError | undefined;
  /** Asks again. */
  readonly retry: () => void;
}

interface Question {
  readonly key: string;
  readonly filter: RecordFilter | null;
  readonly undated: RecordFilter | null;
  readonly anySite: RecordFilter | null;
  readonly orderBy: RecordOrder;
}

const orders: Readonly<Record<Sort, RecordOrder>> = {
  '-date': 'DATE_DESC',
  date: 'DATE_ASC',
  '-added': 'ADDED_DESC',
  added: 'ADDED_ASC',
};

// A word of one or two letters occurs nearly everywhere: its figures are the dearest, and the next letter
// is probably under way.
const restMs = 400;
const shortestWord = 3;

/**
 * Searches what the state says: rows at once, and figures once they are there. One request of each kind is
 * under way at a time.
 */
export function useSearch(state: PageState): Search {
  const question = useQuestion(state);
  const [rows, setRows] = useState<{ key: string; store: RowStore; whole: number | undefined }>();
  const [figures, setFigures] = useState<{ key: string; found: Figures }>();
  const [error, setError] = useState<{ key: string; error: ServiceError }>();
  const [attempt, setAttempt] = useState(0);
  const timer = useRef(0);
  const lanes = useMemo(() => {
    const onError = (found: unknown, { key }: Question) =>
      setError({ key, error: toServiceError(found) });
    const counting = new LatestOnly(
      readFigures,
      (found, { key }) => setFigures({ key, found }),
      onError,
    );
    const listing = new LatestOnly(
      readRows,
      (page, asked) => {
        const { key, filter, orderBy } = asked;
        const store = new RowStore(filter, orderBy).begin(page.rows);
        setRows({ key, store, whole: page.hasNextPage ? undefined : page.rows.length });
        setError(undefined);
        timer.current = window.setTimeout(() => counting.ask(asked), needsRest(asked) ? restMs : 0);
      },
      onError,
    );
    return { counting, listing };
  }, []);
  // Another attempt asks the same again.
  useEffect(() => {
    clearTimeout(timer.current);
    lanes.counting.forget();
    if (state.view === 'records') lanes.listing.ask(question);
  }, [lanes, question, attempt, state.view]);
  return {
    rows: rows?.store,
    wholeCount: rows?.whole,
    figures: figures?.found,
    isStale: rows?.key !== question.key,
    isCounting: figures?.key !== question.key,
    error: error?.key === question.key ? error.error : undefined,
    retry: () => setAttempt((before) => before + 1),
  };
}

function useQuestion(state: PageState): Question {
  const filter = toFilter(state);
  const key = JSON.stringify([filter, state.sort]);
  // The key stands for all that it depends on.
  return useMemo(
    () => ({
      key,
      filter,
      undated: toFilter(state, 'dates'),
      anySite: toFilter(state, 'sites'),
      orderBy: orders[state.sort],
    }),
    [key],
  );
}

const readRows = ({ filter, orderBy }: Question): Promise<RowPage> =>
  readPage(filter, orderBy, { first: rowsPerPage });

async function readFigures({ filter, undated, anySite }: Question): Promise<Figures> {
  const count = (by: Interval | null) =>
    execute(PageFiguresDocument, { filter, undated, anySite, by });
  const figures = await byYearIfLong(count);
  const better = findBetterInterval(figures.time.histogram);
  return better ? count(better) : figures;
}

function needsRest({ filter }: Question): boolean {
  const texts = JSON.stringify(filter).matchAll(/"(?:text|contains)":"([^"]*)"/g);
  return [...texts].some(([, text = '']) => text.length < shortestWord);
}

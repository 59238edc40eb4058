import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { Details } from '../details/details.jsx';
import { SiteFacets } from '../facets/site-facets.jsx';
import { Histogram } from '../histogram/histogram.jsx';
import { RecordList } from '../list/record-list.jsx';
import { useRowHeight } from '../list/use-row-height.js';
import { useScroll } from '../list/use-scroll.js';
import { foldTerms } from '../query/highlight.js';
import { parseQuery } from '../query/parse-query.js';
import { Failure } from '../states/failure.jsx';
import { NothingFound } from '../states/nothing-found.jsx';
import { Chips } from './chips.jsx';
import { Count } from './count.jsx';
import { SearchBar } from './search-bar.jsx';
import { useListKeys } from './use-list-keys.js';
import { type Search, useSearch } from './use-search.js';

interface RecordsViewProps {
  readonly state: PageState;
  readonly navigate: Navigate;
  readonly onHelp: () => void;
}

// A list in the order in which records were added can only be walked: it grows as it is scrolled.
const grownRows = 400;

/** The search with everything around it. */
export function RecordsView({ state, navigate, onHelp }: RecordsViewProps) {
  const search = useSearch(state);
  const marks = useMarks(state.q);
  const total = totalOf(search);
  const rowHeight = useRowHeight();
  const scroll = useScroll(total, rowHeight);
  const { active, setActive } = useListKeys({
    state,
    navigate,
    search,
    total,
    scroll,
    rowHeight,
    onHelp,
  });
  const open = useCallback(
    (index: number) => {
      setActive(index);
      const id = search.rows?.at(index)?.node.databaseId;
      if (id) navigate({ id });
    },
    [search.rows, navigate, setActive],
  );
  if (search.error?.status === 401 && search.rows === undefined) {
    return (
      <main class="alone">
        <Failure error={search.error} retry={search.retry} />
      </main>
    );
  }
  const isEmpty = !search.isStale && total === 0 && search.rows !== undefined;
  return (
    <main class={state.id ? 'records with-details' : 'records'}>
      <SearchBar state={state} navigate={navigate} onType={marks.onType} />
      <Chips state={state} navigate={navigate} />
      <Histogram
        state={state}
        navigate={navigate}
        figures={search.figures}
        isCounting={search.isCounting}
      />
      <SiteFacets state={state} navigate={navigate} figures={search.figures} />
      <section class="results">
        <Count search={search} />
        {search.error && <Failure error={search.error} retry={search.retry} />}
        {isEmpty ? (
          <NothingFound state={state} navigate={navigate} />
        ) : (
          <RecordList
            rows={search.rows}
            total={total}
            rowHeight={rowHeight}
            scroll={scroll}
            active={active}
            isStale={search.isStale}
            marks={marks}
            openId={state.id}
            onOpen={open}
          />
        )}
      </section>
      {state.id && <Details id={state.id} navigate={navigate} />}
    </main>
  );
}

/** What to mark in the rows: what is typed, before it is searched for. */
function useMarks(q: string) {
  const [typed, setTyped] = useState(q);
  const onType = useRef(setTyped).current;
  return useMemo(() => {
    const terms = parseQuery(typed);
    return { title: foldTerms(terms, 'title'), uri: foldTerms(terms, 'uri'), onType };
  }, [typed, onType]);
}

/** How many rows the list has: all that there are once they are counted, until then those that are known. */
function totalOf({ rows, wholeCount, figures, isCounting, isStale }: Search): number {
  if (rows === undefined) return 0;
  if (wholeCount !== undefined) return wholeCount;
  if (isStale || isCounting || figures === undefined) return Math.max(rows.size, rows.total ?? 0);
  rows.total = figures.list.totalCount;
  if (rows.isRandomAccess) return rows.total;
  return Math.min(rows.total, rows.size + grownRows);
}

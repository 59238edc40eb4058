import { useEffect, useState } from 'preact/hooks';
import { PageCountDocument } from '../../generated/graphql.js';
import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { execute } from '../client/execute.js';
import { toFilter } from '../query/to-filter.js';
import { say } from '../words/say.js';

interface NothingFoundProps {
  readonly state: PageState;
  readonly navigate: Navigate;
}

type Remedy = 'searchAllDates' | 'searchAllSites' | 'clearWords';

/** What a search without results could leave out, each with the records that it would find. */
export function NothingFound({ state, navigate }: NothingFoundProps) {
  const isEverything = toFilter(state) === null;
  const [counts, setCounts] = useState<readonly (readonly [Remedy, number])[]>([]);
  useEffect(() => {
    let isLeft = false;
    const found = remedies
      .filter(([, isUsed]) => isUsed(state))
      .map(async ([remedy, , change]) => {
        const filter = toFilter({ ...state, ...change });
        const { records } = await execute(PageCountDocument, { filter });
        return [remedy, records.totalCount] as const;
      });
    // They are a help, and nothing is missing without them.
    Promise.all(found).then(
      (all) => isLeft || setCounts(all),
      () => {},
    );
    return () => {
      isLeft = true;
    };
  }, [state]);
  if (isEverything) {
    return (
      <div class="nothing">
        <p class="headline">{say('noRecords')}</p>
        <p>{say('noRecordsHint')}</p>
      </div>
    );
  }
  return (
    <div class="nothing">
      <p class="headline" dir="auto">
        {headline(state)}
      </p>
      <p class="actions">
        {counts
          .filter(([, count]) => count > 0)
          .map(([remedy, count]) => (
            <button
              key={remedy}
              type="button"
              onClick={() => navigate(remedies.find(([name]) => name === remedy)?.[2] ?? {})}
            >
              {say(remedy, { count })}
            </button>
          ))}
      </p>
    </div>
  );
}

function headline({ q, from, to }: PageState): string {
  if (q === '') return say('nothingFoundPlain');
  return say(from || to ? 'nothingFoundIn' : 'nothingFound', { what: `“${q}”` });
}

const remedies: readonly (readonly [Remedy, (state: PageState) => boolean, Partial<PageState>])[] =
  [
    ['searchAllDates', ({ from, to }) => Boolean(from || to), { from: undefined, to: undefined }],
    [
      'searchAllSites',
      ({ sites, withoutSites }) => sites.length + withoutSites.length > 0,
      { sites: [], withoutSites: [] },
    ],
    ['clearWords', ({ q }) => q !== '', { q: '' }],
  ];

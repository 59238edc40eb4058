import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { formatDate } from '../words/format-date.js';
import { say } from '../words/say.js';

/** What restricts the list besides the words, each with a button that removes it. */
export function Chips({
  state,
  navigate,
}: {
  readonly state: PageState;
  readonly navigate: Navigate;
}) {
  const { from, to, sites, withoutSites } = state;
  const chips: { readonly text: string; readonly change: Partial<PageState> }[] = [];
  if (from)
    chips.push({
      text: say('since', { date: formatDate(from, 'day') }),
      change: { from: undefined },
    });
  if (to)
    chips.push({ text: say('until', { date: formatDate(to, 'day') }), change: { to: undefined } });
  for (const site of sites) {
    chips.push({ text: site, change: { sites: sites.filter((each) => each !== site) } });
  }
  for (const site of withoutSites) {
    const rest = withoutSites.filter((each) => each !== site);
    chips.push({ text: say('withoutSite', { site }), change: { withoutSites: rest } });
  }
  if (state.import) {
    chips.push({ text: say('ofImport', { number: state.import }), change: { import: undefined } });
  }
  if (chips.length === 0) return null;
  const everything = {
    from: undefined,
    to: undefined,
    sites: [],
    withoutSites: [],
    import: undefined,
  };
  return (
    <ul class="chips" aria-label={say('inForce')}>
      {chips.map(({ text, change }) => (
        <li key={text}>
          <button
            type="button"
            class="chip"
            aria-label={say('remove', { what: text })}
            onClick={() => navigate({ ...change })}
          >
            {text} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" class="quiet" onClick={() => navigate({ ...everything })}>
            {say('clearAll')}
          </button>
        </li>
      )}
    </ul>
  );
}

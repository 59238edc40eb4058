import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import type { Figures } from '../search/use-search.js';
import { formatNumber, say } from '../words/say.js';

interface SiteFacetsProps {
  readonly state: PageState;
  readonly navigate: Navigate;
  readonly figures: Figures | undefined;
}

/** The sites with the most records of the search, whichever of them are chosen. */
export function SiteFacets({ state, navigate, figures }: SiteFacetsProps) {
  const found = figures?.sites.topSites ?? [];
  const hosts = new Set(found.map(({ site }) => site.host));
  // What is chosen stays in sight, even if it has few records.
  const others = state.sites.filter((host) => !hosts.has(host));
  const options = [
    ...others.map((host) => ({ host, count: undefined })),
    ...found.map(({ site, count }) => ({ host: site.host, count })),
  ];
  const choose = (host: string, isChosen: boolean) => {
    const rest = state.sites.filter((each) => each !== host);
    navigate({ sites: isChosen ? [...rest, host] : rest });
  };
  const leaveOut = (host: string) =>
    navigate({
      sites: state.sites.filter((each) => each !== host),
      withoutSites: [...state.withoutSites, host],
    });
  return (
    <section class="facets" aria-labelledby="sites-heading">
      <h2 id="sites-heading">{say('sites')}</h2>
      {options.length === 0 && figures && <p class="quiet-text">{say('noSites')}</p>}
      <ul>
        {options.map(({ host, count }) => (
          <li key={host}>
            <label title={host}>
              <input
                type="checkbox"
                checked={state.sites.includes(host)}
                onChange={({ currentTarget }) => choose(host, currentTarget.checked)}
              />
              <span class="host" dir="auto">
                {host}
              </span>
              {count !== undefined && <span class="number">{formatNumber(count)}</span>}
            </label>
            <button
              type="button"
              class="leave-out"
              aria-label={say('leaveOut', { site: host })}
              title={say('leaveOut', { site: host })}
              onClick={() => leaveOut(host)}
            >
              <span aria-hidden="true">−</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { initialState, type PageState } from './page-state.js';

/**
 * The query string of a state, with its `?`; empty for the initial one. The order of its parts is fixed and
 * defaults are left out, so that equal states have equal addresses.
 */
export function writeAddress(state: PageState): string {
  const parts = new URLSearchParams();
  const add = (name: string, value: string | undefined, initial?: string) => {
    if (value !== undefined && value !== initial) parts.append(name, value);
  };
  add('q', state.q, initialState.q);
  add('from', state.from);
  add('to', state.to);
  for (const site of state.sites) add('site', site);
  for (const site of state.withoutSites) add('-site', site);
  add('sort', state.sort, initialState.sort);
  add('id', state.id);
  add('view', state.view, initialState.view);
  add('import', state.import);
  add('code', state.code);
  // These are legal in a query string, and people read it.
  const text = parts.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2C/g, ',');
  return text && `?${text}`;
}

import { isDay } from './days.js';
import { initialState, type PageState, type Sort, sorts } from './page-state.js';

/** A state, and the parts of the address that could not be read. */
export interface ReadAddress {
  readonly state: PageState;
  /** The names of the parts that were left out. */
  readonly dropped: readonly string[];
}

type Parts = { -readonly [Name in keyof PageState]: PageState[Name] };

/** What each part of an address means; false if its value is not one that it may have. */
const readers: Readonly<Record<string, (parts: Parts, value: string) => boolean>> = {
  q: (parts, value) => set(parts, 'q', value.slice(0, maxQueryLength)),
  from: (parts, value) => isDay(value) && set(parts, 'from', value),
  to: (parts, value) => isDay(value) && set(parts, 'to', value),
  site: (parts, value) => value !== '' && set(parts, 'sites', add(parts.sites, value)),
  '-site': (parts, value) =>
    value !== '' && set(parts, 'withoutSites', add(parts.withoutSites, value)),
  sort: (parts, value) => sorts.includes(value as Sort) && set(parts, 'sort', value as Sort),
  id: (parts, value) => isNumber(value) && set(parts, 'id', value),
  view: (parts, value) => value === 'imports' && set(parts, 'view', 'imports'),
  import: (parts, value) => isNumber(value) && set(parts, 'import', value),
  code: (parts, value) => /^[A-Z_]{1,40}$/.test(value) && set(parts, 'code', value),
};

/** What the service takes as one text is shorter still; this bounds the work of the page. */
const maxQueryLength = 2000;

/** Reads the query string of an address. Parts that are unknown or broken are left out. */
export function readAddress(search: string): ReadAddress {
  const parts: Parts = { ...initialState };
  const dropped: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read?.(parts, value)) dropped.push(name);
  }
  const { from, to } = parts;
  // Nobody means an empty range by it.
  if (from && to && from > to) [parts.from, parts.to] = [to, from];
  return { state: parts, dropped };
}

function set<Name extends keyof PageState>(
  parts: Parts,
  name: Name,
  value: PageState[Name],
): boolean {
  parts[name] = value;
  return true;
}

const add = (values: readonly string[], value: string) =>
  values.includes(value) ? values : [...values, value];

const isNumber = (value: string) => /^[1-9]\d{0,15}$/.test(value);

import { useEffect, useState } from 'preact/hooks';
import { type PageState, sorts } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import { moveDays } from '../histogram/bars.js';
import { type KeyAction, useKeys } from '../keys/use-keys.js';
import type { Scroll } from '../list/use-scroll.js';
import type { Search } from './use-search.js';

interface ListKeysOptions {
  readonly state: PageState;
  readonly navigate: Navigate;
  readonly search: Search;
  readonly total: number;
  readonly scroll: Scroll;
  readonly rowHeight: number;
  readonly onHelp: () => void;
}

/** The row that keys act on, and the keys of the page. */
export function useListKeys(options: ListKeysOptions) {
  const { state, navigate, search, total, scroll, rowHeight, onHelp } = options;
  const [active, setActive] = useState(-1);
  // Another list has no such row.
  useEffect(() => setActive(-1), [search.rows]);
  const perPage = Math.max(1, Math.floor(scroll.viewHeight / rowHeight) - 1);
  const current = () => search.rows?.at(active)?.node;
  const go = (index: number): boolean => {
    if (total === 0) return false;
    const next = Math.min(total - 1, Math.max(0, index));
    setActive(next);
    if (next < scroll.top) scroll.scrollTo(next);
    else if (next > scroll.top + perPage) scroll.scrollTo(next - perPage);
    const id = search.rows?.at(next)?.node.databaseId;
    // An open record follows.
    if (state.id && id) navigate({ id }, 'replace');
    return true;
  };
  const by = (step: number): KeyAction => {
    return () => go(active < 0 ? Math.ceil(scroll.top) : active + step);
  };
  const moveWindow = (direction: 1 | -1): KeyAction => {
    return () => {
      const { from, to } = state;
      if (!from || !to) return false;
      navigate({ ...moveDays(from, to, direction) });
      return true;
    };
  };
  const focusOn = (selector: string): KeyAction => {
    return () => {
      const element = document.querySelector<HTMLElement>(selector);
      element?.focus();
      return element !== null;
    };
  };
  useKeys({
    '/': focusOn('input[name=q]'),
    f: focusOn('.facets input'),
    h: focusOn('.handle'),
    j: by(1),
    k: by(-1),
    ArrowDown: by(1),
    ArrowUp: by(-1),
    PageDown: by(perPage),
    PageUp: by(-perPage),
    Home: () => go(0),
    End: () => go(total - 1),
    Enter: () => openRecord(current()?.databaseId, navigate),
    o: () => openLink(current()?.uri),
    c: () => copy(current()?.uri),
    s: () => navigate({ sort: sorts[(sorts.indexOf(state.sort) + 1) % sorts.length] ?? '-date' }),
    r: () => search.retry(),
    '[': moveWindow(-1),
    ']': moveWindow(1),
    '?': onHelp,
    Escape: () => {
      if (state.id) navigate({ id: undefined });
      else if (state.q) navigate({ q: '' });
      else return false;
      return true;
    },
  });
  return { active, setActive };
}

function openRecord(id: string | undefined, navigate: Navigate): boolean {
  if (id) navigate({ id });
  return id !== undefined;
}

function openLink(uri: string | undefined): boolean {
  if (uri) open(uri, '_blank', 'noopener,noreferrer');
  return uri !== undefined;
}

function copy(uri: string | undefined): boolean {
  if (uri) void navigator.clipboard?.writeText(uri);
  return uri !== undefined;
}

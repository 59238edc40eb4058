import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PageState } from './page-state.js';
import { type ReadAddress, readAddress } from './read-address.js';
import { writeAddress } from './write-address.js';

/**
 * Changes the state, and with it the address. Typing replaces the entry of the history, so that Back leaves
 * a search instead of undoing letters; every other act adds one.
 */
export type Navigate = (change: Partial<PageState>, history?: 'push' | 'replace') => void;

/** The state of the page as the address has it. */
export function useAddress(): ReadAddress & { readonly navigate: Navigate } {
  const [address, setAddress] = useState(() => readAddress(location.search));
  useEffect(() => {
    const follow = () => setAddress(readAddress(location.search));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const navigate = useCallback<Navigate>((change, entry = 'push') => {
    setAddress(({ state }) => {
      const next = { ...state, ...change };
      const url = writeAddress(next) || location.pathname;
      if (writeAddress(state) !== writeAddress(next)) {
        if (entry === 'push') history.pushState(null, '', url);
        else history.replaceState(null, '', url);
      }
      return { state: next, dropped: [] };
    });
  }, []);
  return { ...address, navigate };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { LatestOnly } from '../client/latest-only.js';
import { type ServiceError, toServiceError } from '../client/service-error.js';
import type { RowStore } from './row-store.js';

interface Range {
  readonly store: RowStore;
  readonly start: number;
  readonly end: number;
}

/** Loads the rows of a range while it is in sight, and renders again once they are there. */
export function useRows(store: RowStore | undefined, start: number, end: number) {
  const [, setLoaded] = useState(0);
  const [error, setError] = useState<ServiceError>();
  const lane = useRef<LatestOnly<Range, void>>(undefined);
  lane.current ??= new LatestOnly<Range, void>(
    (range) => range.store.load(range.start, range.end),
    () => {
      setError(undefined);
      setLoaded((count) => count + 1);
    },
    (found) => setError(toServiceError(found)),
  );
  useEffect(() => {
    if (store === undefined) return;
    for (let index = start; index < end; index += 1) {
      if (store.at(index) !== undefined) continue;
      lane.current?.ask({ store, start: index, end });
      return;
    }
  }, [store, start, end]);
  return error;
}

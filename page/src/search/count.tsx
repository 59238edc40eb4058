import { useEffect, useState } from 'preact/hooks';
import { say } from '../words/say.js';
import type { Search } from './use-search.js';

// Told to screen readers once the typing has stopped.
const restMs = 800;
const slowMs = 200;

/** How many records there are. */
export function Count({ search }: { readonly search: Search }) {
  const { wholeCount, figures, isCounting, isStale, rows } = search;
  const [told, setTold] = useState('');
  const isSlow = useSlow(isStale);
  const text = describe();
  useEffect(() => {
    const timer = setTimeout(() => setTold(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  function describe(): string {
    if (rows === undefined) return isStale ? say('searching') : '';
    if (!isStale && wholeCount !== undefined) return say('recordCount', { count: wholeCount });
    if (figures === undefined) return say('counting');
    const { totalCount: count, isExact } = figures.list;
    return say(isExact ? 'recordCount' : 'recordCountAbout', { count });
  }
  const isOld = isStale || (isCounting && wholeCount === undefined);
  return (
    <>
      <div class={isSlow ? 'progress shown' : 'progress'} aria-hidden="true" />
      <h2 class={isOld ? 'count stale' : 'count'}>{text}</h2>
      <p class="told" role="status">
        {told}
      </p>
    </>
  );
}

/** Whether something takes longer than a moment. */
function useSlow(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isSlow;
}

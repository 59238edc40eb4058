import { useEffect, useState } from 'preact/hooks';

const narrow = '(max-width: 700px)';
const heights = { narrow: 64, wide: 44 };

/** The height of a row in pixels: on narrow screens, it has two lines. */
export function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const query = matchMedia(narrow);
    const follow = () => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isNarrow ? heights.narrow : heights.wide;
}

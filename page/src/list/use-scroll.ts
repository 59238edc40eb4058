import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  isScaled,
  maxTop,
  type ScrollMeasure,
  scrollForTop,
  topForScroll,
} from './scroll-window.js';

/** The part of a list that is in sight. */
export interface Scroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly viewHeight: number;
  /** The row at the top, with its hidden part as a fraction. */
  readonly top: number;
  readonly scrollTop: number;
  readonly scrollTo: (top: number) => void;
}

/** Follows the scroll bar of a list of rows of the same height, and moves it. */
export function useScroll(total: number, rowHeight: number): Scroll {
  const ref = useRef<HTMLDivElement>(null);
  const [viewHeight, setViewHeight] = useState(600);
  const [position, setPosition] = useState({ top: 0, scrollTop: 0 });
  const expected = useRef(0);
  const measure: ScrollMeasure = { total, rowHeight, viewHeight };
  const latest = useRef(measure);
  latest.current = measure;
  const scrollTo = useCallback((wanted: number) => {
    const element = ref.current;
    if (element === null) return;
    const top = Math.min(Math.max(0, wanted), maxTop(latest.current));
    element.scrollTop = scrollForTop(top, latest.current);
    // As the browser has rounded it.
    expected.current = element.scrollTop;
    setPosition({ top, scrollTop: element.scrollTop });
  }, []);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setViewHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const follow = () => {
      const { scrollTop } = element;
      if (Math.abs(scrollTop - expected.current) < 1) return;
      expected.current = scrollTop;
      setPosition({ top: topForScroll(scrollTop, latest.current), scrollTop });
    };
    const turn = (event: WheelEvent) => {
      // Otherwise each turn would leap over many rows.
      if (!isScaled(latest.current) || event.ctrlKey) return;
      event.preventDefault();
      const top = topForScroll(expected.current, latest.current);
      scrollTo(top + event.deltaY / latest.current.rowHeight);
    };
    element.addEventListener('scroll', follow, { passive: true });
    element.addEventListener('wheel', turn, { passive: false });
    return () => {
      element.removeEventListener('scroll', follow);
      element.removeEventListener('wheel', turn);
    };
  }, [scrollTo]);
  return { ref, viewHeight, ...position, scrollTo };
}

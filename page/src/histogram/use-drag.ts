import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { BarRange } from './bars.js';

/** A range that is chosen by dragging over bars; a click chooses one bar. */
export function useDrag(
  ref: RefObject<HTMLElement | null>,
  count: number,
  onChoose: (range: BarRange) => void,
) {
  const [range, setRange] = useState<BarRange>();
  const start = useRef<number>(undefined);
  const barAt = (event: PointerEvent) => {
    const box = ref.current?.getBoundingClientRect();
    const share = box && box.width > 0 ? (event.clientX - box.left) / box.width : 0;
    return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  };
  const between = (one: number, other: number) => ({
    first: Math.min(one, other),
    last: Math.max(one, other),
  });
  const stop = () => {
    start.current = undefined;
    setRange(undefined);
  };
  return {
    range,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0 || (event.target as Element).closest('[role=slider]')) return;
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        start.current = barAt(event);
        setRange(between(start.current, start.current));
      },
      onPointerMove(event: PointerEvent) {
        if (start.current !== undefined) setRange(between(start.current, barAt(event)));
      },
      onPointerUp(event: PointerEvent) {
        if (start.current === undefined) return;
        const chosen = between(start.current, barAt(event));
        stop();
        onChoose(chosen);
      },
      onPointerCancel: stop,
    },
  };
}

import { useRef } from 'preact/hooks';
import { formatDate } from '../words/format-date.js';
import { say } from '../words/say.js';
import { type Bar, type BarRange, daysOfBars } from './bars.js';

interface HandleProps {
  readonly side: 'first' | 'last';
  readonly bars: readonly Bar[];
  readonly range: BarRange;
  readonly choose: (range: BarRange, history?: 'push' | 'replace') => void;
  /** Where it is, in CSS. */
  readonly left: string;
}

/** How many bars a key moves a handle. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** One end of the range, as a slider that the pointer and the keys move. */
export function Handle({ side, bars, range, choose, left }: HandleProps) {
  const isDragged = useRef(false);
  const [min, max] = side === 'first' ? [0, range.last] : [range.first, bars.length - 1];
  const move = (at: number, history: 'push' | 'replace') => {
    const bounded = Math.min(max, Math.max(min, at));
    if (bounded !== range[side]) choose({ ...range, [side]: bounded }, history);
  };
  const atPointer = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).parentElement?.getBoundingClientRect();
    const place = box ? ((event.clientX - box.left) / box.width) * bars.length : 0;
    return Math.round(place) - (side === 'last' ? 1 : 0);
  };
  return (
    <div
      class={`handle ${side}`}
      role="slider"
      tabIndex={0}
      style={{ left }}
      aria-label={say(side === 'first' ? 'fromHandle' : 'toHandle')}
      aria-valuemin={0}
      aria-valuemax={bars.length - 1}
      aria-valuenow={range[side]}
      aria-valuetext={valueText(side, bars, range)}
      onKeyDown={(event) => {
        if (event.key === 'Backspace') choose({ first: 0, last: bars.length - 1 });
        const step = steps[event.key];
        if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        move(range[side] + step, 'replace');
      }}
      onPointerDown={(event) => {
        isDragged.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => isDragged.current && move(atPointer(event), 'replace')}
      onPointerUp={() => {
        isDragged.current = false;
      }}
    />
  );
}

function valueText(side: 'first' | 'last', bars: readonly Bar[], range: BarRange): string {
  const { from, to } = daysOfBars(bars, range);
  const day =
    side === 'first' ? (from ?? bars[0]?.start ?? 0) : (to ?? (bars.at(-1)?.end ?? 1) - 1);
  const date = formatDate(day, 'day');
  return say(side === 'first' ? 'fromValue' : 'toValue', { date });
}

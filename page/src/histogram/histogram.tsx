import { useMemo, useRef, useState } from 'preact/hooks';
import type { PageState } from '../address/page-state.js';
import type { Navigate } from '../address/use-address.js';
import type { Figures } from '../search/use-search.js';
import { formatDate } from '../words/format-date.js';
import { say } from '../words/say.js';
import {
  type BarRange,
  type Bars,
  type BarUnit,
  barPath,
  barsOfDays,
  countBars,
  daysOfBars,
  toBars,
} from './bars.js';
import { Handle } from './handle.jsx';
import { HistogramTable } from './histogram-table.jsx';
import { useDrag } from './use-drag.js';

interface HistogramProps {
  readonly state: PageState;
  readonly navigate: Navigate;
  readonly figures: Figures | undefined;
  readonly isCounting: boolean;
}

/** The records over time. A range is chosen by dragging, by two handles, in a table, or by the date fields. */
export function Histogram({ state, navigate, figures, isCounting }: HistogramProps) {
  const buckets = figures?.time.histogram;
  const bars = useMemo(() => buckets && toBars(buckets), [buckets]);
  const [isTable, setTable] = useState(false);
  if (bars === undefined) return <section class="histogram empty" aria-hidden="true" />;
  const chosen = barsOfDays(bars.bars, state.from, state.to);
  const choose = (range: BarRange, history: 'push' | 'replace' = 'push') =>
    navigate({ ...daysOfBars(bars.bars, range) }, history);
  const isAll = state.from === undefined && state.to === undefined;
  return (
    <section class={isCounting ? 'histogram stale' : 'histogram'} aria-labelledby="time-heading">
      <header>
        <h2 id="time-heading">{say('overTime')}</h2>
        {!isAll && (
          <button type="button" class="quiet" onClick={() => choose(allOf(bars))}>
            {say('allDates')}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-expanded={isTable}
          onClick={() => setTable(!isTable)}
        >
          {say(isTable ? 'hideTable' : 'showTable')}
        </button>
      </header>
      {isTable ? (
        <HistogramTable {...bars} onChoose={(at) => choose({ first: at, last: at })} />
      ) : (
        <Chart {...bars} chosen={chosen} choose={choose} total={figures?.time.totalCount ?? 0} />
      )}
    </section>
  );
}

const allOf = ({ bars }: Bars): BarRange => ({ first: 0, last: bars.length - 1 });

interface ChartProps extends Bars {
  readonly chosen: BarRange;
  readonly choose: (range: BarRange, history?: 'push' | 'replace') => void;
  readonly total: number;
}

function Chart({ bars, unit, chosen, choose, total }: ChartProps) {
  const ref = useRef<HTMLDivElement>(null);
  const drag = useDrag(ref, bars.length, choose);
  const range = drag.range ?? chosen;
  const [first, last] = [bars[0], bars.at(-1)];
  const peak = bars.reduce((most, bar) => (bar.count > most.count ? bar : most), bars[0] as never);
  if (first === undefined || last === undefined) return null;
  const label = say('overTimeLabel', {
    from: barName(first.start, unit),
    to: barName(last.start, unit),
    count: total,
    peak: barName((peak as { start: number }).start, unit),
  });
  const percent = (at: number) => `${(100 * at) / bars.length}%`;
  return (
    <div class="chart" role="group" aria-label={label}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the handles do the same by keys */}
      <div
        ref={ref}
        class="plot"
        {...drag.handlers}
        onDblClick={() => choose({ first: 0, last: bars.length - 1 })}
      >
        <svg viewBox={`0 0 ${bars.length} 100`} preserveAspectRatio="none" aria-hidden="true">
          <path class="all" d={barPath(bars, { first: 0, last: bars.length - 1 })} />
          <path class="chosen" d={barPath(bars, range)} />
        </svg>
        {drag.range && (
          <output class="drag-count" style={{ left: percent((range.first + range.last + 1) / 2) }}>
            {rangeName(bars, range, unit)} · {say('recordCount', { count: countBars(bars, range) })}
          </output>
        )}
        <Handle
          side="first"
          bars={bars}
          range={range}
          choose={choose}
          left={percent(range.first)}
        />
        <Handle
          side="last"
          bars={bars}
          range={range}
          choose={choose}
          left={percent(range.last + 1)}
        />
      </div>
      <div class="axis" aria-hidden="true">
        <span>{barName(first.start, unit)}</span>
        <span>{barName(bars[Math.floor(bars.length / 2)]?.start ?? first.start, unit)}</span>
        <span>{barName(last.start, unit)}</span>
      </div>
    </div>
  );
}

/** What a bar is called: its year, month or day. */
export function barName(start: number, unit: BarUnit): string {
  if (/^(year|decade|century)$/.test(unit)) return formatDate(start, 'year');
  return formatDate(start, unit === 'month' || unit === 'quarter' ? 'month' : 'day');
}

function rangeName(bars: Bars['bars'], { first, last }: BarRange, unit: BarUnit): string {
  const [start, end] = [bars[first], bars[last]].map((bar) => barName(bar?.start ?? 0, unit));
  return start === end ? `${start}` : `${start} – ${end}`;
}

import { useEffect } from 'preact/hooks';
import { say } from '../words/say.js';
import { RecordRow } from './record-row.jsx';
import type { RowStore } from './row-store.js';
import { scrollHeight } from './scroll-window.js';
import { useRows } from './use-rows.js';
import type { Scroll } from './use-scroll.js';

// Rendered beyond what is in sight, so that slow scrolling shows no gaps.
const overscan = 6;

interface RecordListProps {
  readonly rows: RowStore | undefined;
  readonly total: number;
  readonly rowHeight: number;
  readonly scroll: Scroll;
  /** The row that keys act on. */
  readonly active: number;
  readonly isStale: boolean;
  /** What to mark, folded. */
  readonly marks: { readonly title: readonly string[]; readonly uri: readonly string[] };
  readonly openId: string | undefined;
  readonly onOpen: (index: number) => void;
}

/**
 * The list as a grid. Only the rows in sight exist, so the focus stays on the grid, and
 * `aria-activedescendant` says which row it is on.
 */
export function RecordList(props: RecordListProps) {
  const { rows, total, rowHeight, scroll, active, isStale } = props;
  const first = Math.max(0, Math.floor(scroll.top) - overscan);
  const inSight = Math.ceil(scroll.viewHeight / rowHeight) + 1;
  const end = Math.min(total, Math.floor(scroll.top) + inSight + overscan);
  const error = useRows(rows, first, end);
  const measure = { total, rowHeight, viewHeight: scroll.viewHeight };
  const { scrollTo } = scroll;
  // Another list begins at its first row.
  useEffect(() => scrollTo(0), [rows, scrollTo]);
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  return (
    <div
      ref={scroll.ref}
      id="list"
      class={isStale ? 'list stale' : 'list'}
      role="grid"
      tabIndex={0}
      aria-label={say('list')}
      aria-rowcount={total}
      aria-colcount={3}
      aria-busy={isStale}
      aria-activedescendant={active >= first && active < end ? `row-${active}` : undefined}
    >
      <div role="rowgroup" class="spacer" style={{ height: `${scrollHeight(measure)}px` }}>
        {indexes.map((index) => (
          <RecordRow
            key={index}
            index={index}
            row={rows?.at(index)}
            y={scroll.scrollTop + (index - scroll.top) * rowHeight}
            isActive={index === active}
            isOpen={rows?.at(index)?.node.databaseId === props.openId}
            marks={props.marks}
            onOpen={props.onOpen}
          />
        ))}
      </div>
      {error && (
        <p class="list-error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}

import { formatRecordDate } from '../words/format-date.js';
import { say } from '../words/say.js';
import { Marked } from './marked.jsx';
import type { Row } from './row-source.js';

interface RecordRowProps {
  readonly index: number;
  /** Undefined while it is loaded. */
  readonly row: Row | undefined;
  /** Pixels from the beginning of the list. */
  readonly y: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly marks: { readonly title: readonly string[]; readonly uri: readonly string[] };
  readonly onOpen: (index: number) => void;
}

/** One row of the list. */
export function RecordRow({ index, row, y, isActive, isOpen, marks, onOpen }: RecordRowProps) {
  const state = [isActive && 'active', isOpen && 'open', row === undefined && 'loading'];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its active row
    <div
      id={`row-${index}`}
      role="row"
      class={['row', ...state.filter(Boolean)].join(' ')}
      aria-rowindex={index + 1}
      aria-selected={isOpen}
      style={{ transform: `translateY(${y}px)` }}
      onClick={(event) => {
        if (!(event.target as Element).closest('a')) onOpen(index);
      }}
    >
      {row === undefined ? (
        <span role="gridcell" aria-label={say('loadingRow')} class="bar" />
      ) : (
        <>
          <span role="gridcell" class="date">
            <time dateTime={row.node.date} title={row.node.date}>
              {formatRecordDate(row.node.date)}
            </time>
          </span>
          <span role="gridcell" class="title" dir="auto">
            <Marked text={row.node.title} terms={marks.title} />
          </span>
          <span role="gridcell" class="site">
            <a
              href={row.node.uri}
              title={row.node.uri}
              target="_blank"
              rel="noopener noreferrer"
              tabIndex={-1}
            >
              <Marked text={row.node.site.host} terms={marks.uri} />
            </a>
          </span>
        </>
      )}
    </div>
  );
}

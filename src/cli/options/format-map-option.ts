import { type ColumnMap, formatColumnMap } from '../../imports/rows/column-map.js';

/** The option `--map` as a shell of POSIX takes it. */
export function formatMapOption(map: ColumnMap): string {
  const text = formatColumnMap(map);
  return `--map ${/^[\w=,.:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`}`;
}

import { type ColumnMap, formatColumnMap } from '../../imports/rows/column-map.js';

/** The option `--map`, quoted for a POSIX shell. */
export function formatMapOption(map: ColumnMap): string {
  const text = formatColumnMap(map);
  return `--map ${/^[\w=,.:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`}`;
}

import { parseDateFormat } from '../../../dates/given/date-format.js';
import { quote } from '../../../text/quote.js';
import { parseColumnMap } from '../column-map.js';
import type { Preset } from './preset.js';
import { presetList } from './preset-list.js';

/** Every preset, in the order in which they are tried. */
export const presets: readonly Preset[] = presetList.map(
  ({ map, dateFormat, marks = '', isSampled, ...preset }) => ({
    ...preset,
    map: parseColumnMap(map),
    marks: marks === '' ? [] : marks.split(','),
    source: isSampled ? 'file' : 'documentation',
    ...(dateFormat === undefined ? {} : { dateFormat: readFormat(dateFormat) }),
  }),
);

function readFormat(text: string) {
  const format = parseDateFormat(text, quote);
  if ('fault' in format) throw new Error(format.fault);
  return format;
}

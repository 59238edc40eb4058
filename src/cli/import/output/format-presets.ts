import { formatColumnMap } from '../../../imports/rows/column-map.js';
import type { Preset } from '../../../imports/rows/presets/preset.js';
import { presets } from '../../../imports/rows/presets/presets.js';

const nameWidth = Math.max(...presets.map(({ name }) => name.length)) + 2;

/** Lists the presets: their names, what the files are, and which columns hold the fields. */
export function formatPresets(): string {
  const lines = presets.flatMap((preset) => [
    `${preset.name.padEnd(nameWidth)}${preset.label}${preset.source === 'file' ? '' : ' *'}`,
    `${' '.repeat(nameWidth)}${describeColumns(preset)}`,
  ]);
  return `${lines.join('\n')}\n\n* by its documentation: no file of it was at hand.\n`;
}

/** Which columns hold the fields, and what the dates are. */
export const describeColumns = ({ map, dateFormat }: Preset): string =>
  `${formatColumnMap(map)}${dateFormat === undefined ? '' : `; dates as ${dateFormat.name}`}`;

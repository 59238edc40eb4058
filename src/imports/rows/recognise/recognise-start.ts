import type { FileFormat } from '../../../formats/file-format.js';
import type { Preset } from '../presets/preset.js';
import { presets } from '../presets/presets.js';
import type { Recognised } from './recognised.js';

const withStart = presets.filter(({ start }) => start !== undefined);

/** The preset of a text that begins like its files; undefined for any other text. */
export const findByStart = (text: string): Preset | undefined =>
  withStart.find(({ start }) => start?.test(text));

/** How a preset whose files are recognised by their beginning has them read. */
export function layoutOf(preset: Preset): Pick<Recognised, 'format' | 'layout'> {
  if (preset.isCdxj) return { format: 'ndjson', layout: 'lines' };
  return { format: preset.delimiter === '\t' ? 'tsv' : preset.format };
}

/** The format of which another one is a variant. */
export function familyOf(format: FileFormat): FileFormat {
  if (format === 'ndjson') return 'json';
  return format === 'tsv' ? 'csv' : format;
}

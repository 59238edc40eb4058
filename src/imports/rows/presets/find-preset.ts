import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';
import type { Preset } from './preset.js';
import { presets } from './presets.js';

/** The preset with a name. Throws an `InputError` for an unknown one. */
export function findPreset(name: string): Preset {
  const found = presets.find((preset) => preset.name === name.trim().toLowerCase());
  if (found !== undefined) return found;
  const names = presets.map((preset) => preset.name);
  throw new InputError(
    `The preset ${quote(name)} is unknown; expected one of ${quoteNames(names, names.length)}.`,
  );
}

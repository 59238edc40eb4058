import type { Quote } from '../parsed-date.js';
import { isDateWord } from '../words/date-words.js';
import { formatOffset, isPossibleOffset, type Offset, readOffset } from './time-of-day.js';
import { zoneNames } from './zone-names.js';

/** The meanings of zone names: names in lower case, and their UTC offsets. */
export type Zones = ReadonlyMap<string, Offset>;

/** Why a text does not define zones, as a full sentence. */
export interface ZonesFault {
  readonly fault: string;
}

const maxLength = 1000;
const example = 'CST=-06:00,IST=+05:30';

/**
 * Parses a text like `CST=-06:00,IST=+05:30`: zone names, in any case, and their UTC offsets, -12:00
 * to +14:00. A name that has one meaning cannot be redefined.
 *
 * @param quote quotes parts of the text in the sentence about a fault
 */
export function parseZones(text: string, quote: Quote): Zones | ZonesFault {
  if (text.length > maxLength) {
    return { fault: `The zones have ${text.length} characters; at most ${maxLength} are allowed.` };
  }
  const zones = new Map<string, Offset>();
  for (const part of text.split(',')) {
    const zone = parseZone(part, quote);
    if (typeof zone === 'string') return { fault: `The zones ${quote(text)} ${zone}` };
    const [name, offset] = zone;
    if (zones.has(name)) {
      return {
        fault: `The zones ${quote(text)} give two offsets for ${name.toUpperCase()}; keep the one that is meant.`,
      };
    }
    zones.set(name, offset);
  }
  return zones;
}

/** Reads one zone, or says what is wrong with it: the end of the sentence `The zones "…" `. */
function parseZone(part: string, quote: Quote): readonly [string, Offset] | string {
  const [, before = '', given = ''] = /^([^=]*)=(.*)$/s.exec(part.trim()) ?? [];
  const name = before.trim().toLowerCase();
  const shown = name.toUpperCase();
  if (!/^[a-z]{2,10}$/.test(name)) {
    return `have the part ${quote(part)}; every part must be a name of 2 to 10 letters and its UTC offset, like ${example}.`;
  }
  const offset = readOffset(given.trim());
  if (offset === undefined) {
    const hint = /^ ?\d/.test(given) ? ' In the query string of a URL, + is written %2B.' : '';
    return `give "${shown}" the offset ${quote(given)}; it must be like +05:30 or -06:00.${hint}`;
  }
  if (!isPossibleOffset(offset)) {
    return `give ${shown} the offset ${formatOffset(offset)}; offsets lie between -12:00 and +14:00.`;
  }
  const known = zoneNames.get(name);
  if (known !== undefined && known !== formatOffset(offset)) {
    return `give ${shown} another offset; it always stands for ${known}.`;
  }
  if (isDateWord(name)) return `name "${shown}", which has another meaning in dates.`;
  return [name, offset];
}

/** The text that {@link parseZones} reads as these zones: the same for the same zones. */
export function formatZones(zones: Zones): string {
  return [...zones]
    .map(([name, offset]) => `${name.toUpperCase()}=${formatOffset(offset)}`)
    .sort()
    .join(',');
}

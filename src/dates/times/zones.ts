import { InputError } from '../../errors/input-error.js';
import { quote } from '../../text/quote.js';
import { isDateWord } from '../words/date-words.js';
import { isPossible, type Offset, offsetText, readOffset } from './time-of-day.js';
import { zoneNames } from './zone-names.js';

/** What names of zones mean where dates are read: names in lower case, and their UTC offsets. */
export type Zones = ReadonlyMap<string, Offset>;

const mostCharacters = 1000;
const example = 'CST=-06:00,IST=+05:30';

/**
 * Reads a text like `CST=-06:00,IST=+05:30`: names of zones, in any case, and their UTC offsets, -12:00
 * to +14:00. A name that has one meaning can be given no other.
 *
 * Throws an `InputError` for any other text.
 */
export function readZones(text: string): Zones {
  if (text.length > mostCharacters) {
    throw new InputError(
      `The zones have ${text.length} characters; at most ${mostCharacters} are read.`,
    );
  }
  const zones = new Map<string, Offset>();
  for (const part of text.split(',')) {
    const [name, offset] = readZone(part, text);
    if (zones.has(name)) {
      throw new InputError(
        `The zones ${quote(text)} name two offsets for ${name.toUpperCase()}; give the one that is meant.`,
      );
    }
    zones.set(name, offset);
  }
  return zones;
}

function readZone(part: string, text: string): readonly [string, Offset] {
  const [, name = '', given = ''] = /^([^=]*)=(.*)$/s.exec(part.trim()) ?? [];
  const zone = name.trim().toLowerCase();
  if (!/^[a-z]{2,10}$/.test(zone)) {
    throw new InputError(
      `The zones ${quote(text)} have the part ${quote(part)}; every part must be a name of 2 to 10 letters and its UTC offset, like ${example}.`,
    );
  }
  const offset = readOffset(given.trim());
  if (offset === undefined) {
    const hint = /^ ?\d/.test(given) ? ' In the query of an address, + is written %2B.' : '';
    throw new InputError(
      `The zones ${quote(text)} give ${quote(zone.toUpperCase())} the offset ${quote(given)}; it must be like +05:30 or -06:00.${hint}`,
    );
  }
  if (!isPossible(offset)) {
    throw new InputError(
      `The zones ${quote(text)} give ${zone.toUpperCase()} the offset ${offsetText(offset)}; offsets lie between -12:00 and +14:00.`,
    );
  }
  checkName(zone, offset, text);
  return [zone, offset];
}

function checkName(zone: string, offset: Offset, text: string): void {
  const known = zoneNames.get(zone);
  if (known !== undefined && known !== offsetText(offset)) {
    throw new InputError(
      `The zones ${quote(text)} give ${zone.toUpperCase()} another offset; it always stands for ${known}.`,
    );
  }
  if (isDateWord(zone)) {
    throw new InputError(
      `The zones ${quote(text)} name ${quote(zone.toUpperCase())}, which is another word of dates.`,
    );
  }
}

/** The text of zones, by which {@link readZones} reads them again: the same for the same zones. */
export function zonesText(zones: Zones): string {
  return [...zones]
    .map(([name, offset]) => `${name.toUpperCase()}=${offsetText(offset)}`)
    .sort()
    .join(',');
}

/** What zones add to the identity of an import: nothing where none were given, as it was before there were any. */
export const zonesIdentity = (zones: Zones | undefined): readonly unknown[] =>
  zones === undefined ? [] : [{ zones: zonesText(zones) }];

import { formatZones, parseZones, type Zones } from '../../dates/times/zones.js';
import { InputError } from '../../errors/input-error.js';
import { quote } from '../../text/quote.js';

/**
 * Reads a text like `CST=-06:00,IST=+05:30`, by {@link parseZones}. Throws an `InputError` for any other
 * text.
 */
export function readZones(text: string): Zones {
  const zones = parseZones(text, quote);
  if ('fault' in zones) throw new InputError(zones.fault);
  return zones;
}

/** What zones add to the identity of an import: nothing without any, as before there were zones. */
export const zonesIdentity = (zones: Zones | undefined): readonly unknown[] =>
  zones === undefined ? [] : [{ zones: formatZones(zones) }];

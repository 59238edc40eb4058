import { formatZones, parseZones, type Zones } from '../../dates/times/zones.js';
import { InputError } from '../../errors/input-error.js';
import { quote } from '../../text/quote.js';

/**
 * Parses zones like `CST=-06:00,IST=+05:30`, see {@link parseZones}. Throws an `InputError` for any other
 * text.
 */
export function readZones(text: string): Zones {
  const zones = parseZones(text, quote);
  if ('fault' in zones) throw new InputError(zones.fault);
  return zones;
}

/** What zones add to the identity of an import; nothing if there are none, as before zones existed. */
export const zonesIdentity = (zones: Zones | undefined): readonly unknown[] =>
  zones === undefined ? [] : [{ zones: formatZones(zones) }];

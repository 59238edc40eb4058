import type { Rejection } from '../parsed-date.js';
import { rejectAmbiguousZone, rejectImpossible } from '../rejections.js';
import { foldWord } from '../words/fold-word.js';
import { TokenStream, tokenize } from '../words/token-stream.js';
import { formatOffset, type Offset, readOffset, utcOffset } from './time-of-day.js';
import { ambiguousZoneNames, zoneNames } from './zone-names.js';
import type { Zones } from './zones.js';

/** A zone's offset, or why it is unknown or ambiguous. */
export type Zone = Offset | Rejection;

const known: Zones = parseOffsets(zoneNames);

const noZones: Zones = new Map();

/** Parses the offsets of named zones, written like `+05:30`. */
export function parseOffsets(names: ReadonlyMap<string, string>): Zones {
  return new Map([...names].map(([name, text]) => [name, readOffset(text) ?? utcOffset]));
}

/**
 * Finds the zone with a name in lower case; `undefined` if it is not a zone.
 *
 * @param zones the meanings given to names that are unknown or ambiguous
 */
export function findZone(name: string, zones: Zones = noZones): Zone | undefined {
  const offset = known.get(name) ?? zones.get(name);
  const open = offset === undefined ? ambiguousZoneNames.get(name) : undefined;
  return open === undefined ? offset : rejectAmbiguousZone(name.toUpperCase(), open);
}

/**
 * Takes a zone: `Z`, `UTC`, `GMT+1`, `UTC+01:00`, `+0100`, `-05`, `EST`.
 *
 * @param isOffsetTight whether an offset may follow the time without a space. After `10:00` it
 *   may not, because `10:00-11:00` is more likely to be two times.
 */
export function takeZone(
  stream: TokenStream,
  isOffsetTight: boolean,
  zones?: Zones,
): Zone | undefined {
  const token = stream.peek();
  const zone = token?.kind === 'word' ? findZone(token.text, zones) : undefined;
  if (zone === undefined) {
    const isApart = isOffsetTight || token?.spaced === true;
    const offset = isApart ? takeOffset(stream, 2) : undefined;
    return offset && takeNameAfter(stream, offset, zones);
  }
  stream.position += 1;
  const isReference = token?.text === 'utc' || token?.text === 'gmt';
  return (isReference ? takeOffset(stream, 1) : undefined) ?? zone;
}

/** Go writes the name after the offset: `+0530 IST`. They must agree, as far as the name has a known meaning. */
function takeNameAfter(stream: TokenStream, offset: Offset, zones?: Zones): Zone {
  const name = stream.takeWord({ has: (word) => findZone(word, zones) !== undefined });
  if (name === undefined) return offset;
  const text = formatOffset(offset);
  const zone = findZone(name, zones);
  const offsets =
    zone && !('code' in zone) ? [formatOffset(zone)] : (ambiguousZoneNames.get(name) ?? []);
  return offsets.includes(text)
    ? offset
    : rejectImpossible(
        `has the UTC offset ${text}, but ${name.toUpperCase()} is ${offsets.join(' or ')}.`,
      );
}

/** Reads a text that is only a zone; `undefined` if it is not one. */
export function readZoneText(text: string, zones?: Zones): Zone | undefined {
  const stream = new TokenStream(tokenize(foldWord(text)) ?? []);
  const zone = takeZone(stream, true, zones);
  return stream.isAtEnd ? zone : undefined;
}

function takeOffset(stream: TokenStream, minHourDigits: number): Offset | undefined {
  const start = stream.position;
  const sign = stream.takeText('+') ? 1 : stream.takeText('-') ? -1 : undefined;
  const digits = stream.peek()?.spaced === false ? stream.takeNumber(1, 4) : undefined;
  if (sign === undefined || digits === undefined) {
    stream.position = start;
    return undefined;
  }
  if (digits.length === 4)
    return { sign, hour: Number(digits.slice(0, 2)), minute: Number(digits.slice(2)) };
  const minutes = stream.takeText(':') ? stream.takeNumber(2, 2) : '0';
  if (digits.length > 2 || digits.length < minHourDigits || minutes === undefined) {
    stream.position = start;
    return undefined;
  }
  return { sign, hour: Number(digits), minute: Number(minutes) };
}

import type { Refusal } from '../parsed-date.js';
import { impossible, openZone } from '../refusals.js';
import { foldWord } from '../words/fold-word.js';
import { TokenStream, tokenize } from '../words/token-stream.js';
import { type Offset, offsetText, readOffset, UTC } from './time-of-day.js';
import { openZoneNames, zoneNames } from './zone-names.js';
import type { Zones } from './zones.js';

/** What a zone amounts to: an offset, or why it is not known which one. */
export type Zone = Offset | Refusal;

const known: Zones = offsets(zoneNames);

const noZones: Zones = new Map();

/** The offsets of zones by their names, of which the texts are like `+05:30`. */
export function offsets(names: ReadonlyMap<string, string>): Zones {
  return new Map([...names].map(([name, text]) => [name, readOffset(text) ?? UTC]));
}

/**
 * What a name in lower case means as a zone; `undefined` if it is none.
 *
 * @param zones what was said of names that have no meaning of their own, or several
 */
export function namedZone(name: string, zones: Zones = noZones): Zone | undefined {
  const offset = known.get(name) ?? zones.get(name);
  const open = offset === undefined ? openZoneNames.get(name) : undefined;
  return open === undefined ? offset : openZone(name.toUpperCase(), open);
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
  const zone = token?.kind === 'word' ? namedZone(token.text, zones) : undefined;
  if (zone === undefined) {
    const isApart = isOffsetTight || token?.spaced === true;
    const offset = isApart ? takeOffset(stream, 2) : undefined;
    return offset && takeNameBehind(stream, offset, zones);
  }
  stream.position += 1;
  const isReference = token?.text === 'utc' || token?.text === 'gmt';
  return (isReference ? takeOffset(stream, 1) : undefined) ?? zone;
}

/** Go writes the name behind the offset: `+0530 IST`. They must agree, as far as the name says anything. */
function takeNameBehind(stream: TokenStream, offset: Offset, zones?: Zones): Zone {
  const name = stream.takeWord({ has: (word) => namedZone(word, zones) !== undefined });
  if (name === undefined) {
    return offset;
  }
  const text = offsetText(offset);
  const zone = namedZone(name, zones);
  const offsets = zone && !('code' in zone) ? [offsetText(zone)] : (openZoneNames.get(name) ?? []);
  return offsets.includes(text)
    ? offset
    : impossible(
        `has the UTC offset ${text}, but ${name.toUpperCase()} is ${offsets.join(' or ')}.`,
      );
}

/** Reads a zone that stands alone; `undefined` if the text is none. */
export function readZoneText(text: string, zones?: Zones): Zone | undefined {
  const stream = new TokenStream(tokenize(foldWord(text)) ?? []);
  const zone = takeZone(stream, true, zones);
  return stream.isAtEnd ? zone : undefined;
}

function takeOffset(stream: TokenStream, fewestHourDigits: number): Offset | undefined {
  const start = stream.position;
  const sign = stream.takeText('+') ? 1 : stream.takeText('-') ? -1 : undefined;
  const digits = stream.peek()?.spaced === false ? stream.takeNumber(1, 4) : undefined;
  if (sign === undefined || digits === undefined) {
    stream.position = start;
    return undefined;
  }
  if (digits.length === 4) {
    return { sign, hour: Number(digits.slice(0, 2)), minute: Number(digits.slice(2)) };
  }
  const minutes = stream.takeText(':') ? stream.takeNumber(2, 2) : '0';
  if (digits.length > 2 || digits.length < fewestHourDigits || minutes === undefined) {
    stream.position = start;
    return undefined;
  }
  return { sign, hour: Number(digits), minute: Number(minutes) };
}

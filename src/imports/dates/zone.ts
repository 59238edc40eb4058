import { foldWord } from './fold-word.js';
import { type Offset, UTC } from './time-of-day.js';
import { TokenStream, tokenize } from './token-stream.js';

/** The zones of RFC 2822, 4.3, in hours. Other abbreviations mean several zones, like `IST`. */
export const HOURS_BY_ZONE: ReadonlyMap<string, number> = new Map([
  ['z', 0],
  ['utc', 0],
  ['gmt', 0],
  ['ut', 0],
  ['edt', -4],
  ['est', -5],
  ['cdt', -5],
  ['cst', -6],
  ['mdt', -6],
  ['mst', -7],
  ['pdt', -7],
  ['pst', -8],
]);

/**
 * Takes a zone: `Z`, `UTC`, `GMT+1`, `UTC+01:00`, `+0100`, `-05`, `EST`.
 *
 * @param isOffsetTight whether an offset may follow the time without a space. After `10:00` it
 *   may not, because `10:00-11:00` is more likely to be two times.
 */
export function takeZone(stream: TokenStream, isOffsetTight: boolean): Offset | undefined {
  const name = stream.takeWord(HOURS_BY_ZONE);
  if (name === undefined) {
    const isApart = isOffsetTight || stream.peek()?.spaced === true;
    return isApart ? takeOffset(stream, 2) : undefined;
  }
  const hours = HOURS_BY_ZONE.get(name) ?? 0;
  const isReference = name === 'utc' || name === 'gmt';
  const offset = isReference ? takeOffset(stream, 1) : undefined;
  return offset ?? { ...UTC, sign: hours < 0 ? -1 : 1, hour: Math.abs(hours) };
}

/** Reads a zone that stands alone; `undefined` if the text is none. */
export function readZoneText(text: string): Offset | undefined {
  const stream = new TokenStream(tokenize(foldWord(text)) ?? []);
  const offset = takeZone(stream, true);
  return stream.isAtEnd ? offset : undefined;
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

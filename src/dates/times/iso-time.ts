import type { Rejection } from '../parsed-date.js';
import { rejectAmbiguousFraction } from '../rejections.js';
import {
  fractionToMilliseconds,
  offsetToMilliseconds,
  readOffset,
  type TimeOfDay,
  toMillisecondOfDay,
  utcOffset,
} from './time-of-day.js';
import { rejectTwoTimes } from './two-times.js';
import { findZone, type Zone } from './zone.js';
import type { Zones } from './zones.js';

// Every repetition but the fraction's is bounded, so that matching is linear.
const isoTime =
  /^(?<gap>[t ])(?<hour>\d\d)(?:(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d))?)?(?:[.,](?<fraction>\d+))?(?: ?(?<zone>[a-z]{1,10})| ?(?<offset>[+-]\d\d(?::?\d\d)?))?$/i;
/** The minutes of a clock after a point, as in `15.30` and `15.30.45`. */
const dottedTime = /^ (\d\d)([.,])([0-5]\d)(?:\2([0-5]\d)(?!\d)|(?![.,:\d]))/;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads what follows a date of ISO 8601: a time of any precision, and its zone.
 *
 * A fraction of an hour is read only after a `T`: after a space, `15.30` usually means half
 * past three.
 *
 * @param text the time with the `T` or the space before it
 * @param isExtended whether the date has hyphens
 * @returns milliseconds to add to midnight UTC, and whether the time has no zone
 */
export function readIsoTime(
  text: string,
  isExtended: boolean,
  zones?: Zones,
): { readonly time: number | Rejection; readonly isLocal: boolean } | undefined {
  const clock = text.replace(dottedTime, (_, hour, __, minute, second) =>
    second === undefined ? ` ${hour}:${minute}` : ` ${hour}:${minute}:${second}`,
  );
  const groups = isoTime.exec(clock)?.groups;
  if (groups === undefined || isFractionOfHour(groups)) return undefined;
  const time = readTime(groups);
  const zone = readZone(groups, zones);
  if (zone === undefined) return undefined;
  const rejection = rejectFraction(groups) ?? rejectSpan(groups, time, zone);
  if (rejection === undefined && isDoubtful(groups, isExtended)) return undefined;
  const isLocal = groups.zone === undefined && groups.offset === undefined;
  return { time: rejection ?? subtractOffset(toMillisecondOfDay(time), zone), isLocal };
}

function subtractOffset(sinceMidnight: number | Rejection, zone: Zone): number | Rejection {
  const offset = 'code' in zone ? zone : offsetToMilliseconds(zone);
  if (typeof sinceMidnight !== 'number') return sinceMidnight;
  return typeof offset === 'number' ? sinceMidnight - offset : offset;
}

const isFractionOfHour = ({ gap, minute, fraction }: Groups) =>
  gap === ' ' && minute === undefined && fraction !== undefined;

/**
 * After an extended date and a space, a number without a colon may not be a time at all:
 * `2014-03-08 2014` is not 20:14.
 */
function isDoubtful({ gap, colon, minute, offset }: Groups, isExtended: boolean): boolean {
  const isLoose = gap === ' ' && isExtended && colon !== ':';
  return isLoose && (minute !== undefined || offset !== undefined);
}

/** Two digits after an hour can be its minutes; after a space, those after a minute can be its seconds. */
function rejectFraction({ gap, hour, minute, second, fraction }: Groups): Rejection | undefined {
  const isLast = minute === undefined ? gap !== ' ' : gap === ' ' && second === undefined;
  if (!isLast || !/^[0-5]\d$/.test(fraction ?? '')) return undefined;
  return rejectAmbiguousFraction(
    minute === undefined ? `${hour}` : `${hour}:${minute}`,
    Number(fraction),
  );
}

function rejectSpan(groups: Groups, time: TimeOfDay, zone: Zone): Rejection | undefined {
  const { gap, second, fraction } = groups;
  const isExact = gap !== ' ' || second !== undefined || fraction !== undefined;
  return isExact || 'code' in zone ? undefined : rejectTwoTimes(time, zone);
}

function readTime({ hour, minute, second, fraction = '' }: Groups): TimeOfDay {
  const unit = second !== undefined ? 1000 : minute !== undefined ? 60_000 : 3_600_000;
  return {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: fractionToMilliseconds(fraction, unit),
  };
}

function readZone({ zone, offset }: Groups, zones: Zones | undefined): Zone | undefined {
  if (offset !== undefined) return readOffset(offset);
  return zone === undefined ? utcOffset : findZone(zone.toLowerCase(), zones);
}

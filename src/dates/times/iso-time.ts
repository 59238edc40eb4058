import type { Answer, Refusal } from '../parsed-date.js';
import { eitherFraction } from '../refusals.js';
import {
  fractionOf,
  millisecondOfDay,
  millisecondsOfOffset,
  readOffset,
  type TimeOfDay,
  UTC,
} from './time-of-day.js';
import { refuseTwoTimes } from './two-times.js';
import { namedZone, type Zone } from './zone.js';
import type { Zones } from './zones.js';

// Every repetition but the fraction's is bounded, so that matching is linear.
const TIME =
  /^(?<gap>[t ])(?<hour>\d\d)(?:(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d))?)?(?:[.,](?<fraction>\d+))?(?: ?(?<zone>[a-z]{1,10})| ?(?<offset>[+-]\d\d(?::?\d\d)?))?$/i;
/** The minutes of a clock behind a point, as in `15.30` and `15.30.45`. */
const DOTTED = /^ (\d\d)([.,])([0-5]\d)(?:\2([0-5]\d)(?!\d)|(?![.,:\d]))/;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads what follows a date of ISO 8601: a time of any precision, and its zone.
 *
 * A fraction of an hour stands behind a `T` alone. Where people write a space, they also write `15.30`
 * for half past three.
 *
 * @param text the time with the `T` or the space before it
 * @param isExtended whether the date has hyphens
 * @returns milliseconds to add to midnight UTC
 */
export function readIsoTime(text: string, isExtended: boolean, zones?: Zones): Answer {
  const clock = text.replace(DOTTED, (_, hour, __, minute, second) =>
    second === undefined ? ` ${hour}:${minute}` : ` ${hour}:${minute}:${second}`,
  );
  const groups = TIME.exec(clock)?.groups;
  if (groups === undefined || isFractionOfHour(groups)) {
    return undefined;
  }
  const time = readTime(groups);
  const zone = readZone(groups, zones);
  if (zone === undefined) {
    return undefined;
  }
  const doubt = refuseFraction(groups) ?? refuseSpan(groups, time, zone);
  if (doubt === undefined && isDoubtful(groups, isExtended)) {
    return undefined;
  }
  return doubt ?? difference(millisecondOfDay(time), zone);
}

function difference(sinceMidnight: number | Refusal, zone: Zone): number | Refusal {
  const offset = 'code' in zone ? zone : millisecondsOfOffset(zone);
  if (typeof sinceMidnight !== 'number') {
    return sinceMidnight;
  }
  return typeof offset === 'number' ? sinceMidnight - offset : offset;
}

const isFractionOfHour = ({ gap, minute, fraction }: Groups) =>
  gap === ' ' && minute === undefined && fraction !== undefined;

/**
 * After an extended date and a space, a number without a colon need not be a time at all:
 * `2014-03-08 2014` is not 20:14.
 */
function isDoubtful({ gap, colon, minute, offset }: Groups, isExtended: boolean): boolean {
  const isLoose = gap === ' ' && isExtended && colon !== ':';
  return isLoose && (minute !== undefined || offset !== undefined);
}

/** Two digits behind an hour can be its minutes; behind a space, those behind a minute its seconds. */
function refuseFraction({ gap, hour, minute, second, fraction }: Groups): Refusal | undefined {
  const isLast = minute === undefined ? gap !== ' ' : gap === ' ' && second === undefined;
  if (!isLast || !/^[0-5]\d$/.test(fraction ?? '')) {
    return undefined;
  }
  return eitherFraction(minute === undefined ? `${hour}` : `${hour}:${minute}`, Number(fraction));
}

function refuseSpan(groups: Groups, time: TimeOfDay, zone: Zone): Refusal | undefined {
  const { gap, second, fraction } = groups;
  const isExact = gap !== ' ' || second !== undefined || fraction !== undefined;
  return isExact || 'code' in zone ? undefined : refuseTwoTimes(time, zone);
}

function readTime({ hour, minute, second, fraction = '' }: Groups): TimeOfDay {
  const unit = second !== undefined ? 1000 : minute !== undefined ? 60_000 : 3_600_000;
  return {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: fractionOf(fraction, unit),
  };
}

function readZone({ zone, offset }: Groups, zones: Zones | undefined): Zone | undefined {
  if (offset !== undefined) {
    return readOffset(offset);
  }
  return zone === undefined ? UTC : namedZone(zone.toLowerCase(), zones);
}

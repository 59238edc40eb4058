import { millisecondsPerDay } from '../calendar.js';
import type { Rejection } from '../parsed-date.js';
import { rejectAmbiguous, rejectImpossible } from '../rejections.js';

/** The zone of times without an offset. */
export interface TimeZone {
  /** Its name in the IANA database, as given. */
  readonly name: string;
  /**
   * The instant of a local time, in milliseconds since 1970. A time that the zone skips, as clocks are put
   * forward, or has twice, as they are put back, is rejected.
   *
   * @param local the local time as if it were UTC
   */
  readonly toInstant: (local: number) => number | Rejection;
}

const maxDays = 10_000;

/** Finds a zone by its name in the IANA database; `undefined` if there is none. */
export function findTimeZone(name: string): TimeZone | undefined {
  const offsetAt = createClock(name);
  if (offsetAt === undefined) return undefined;
  // The offset of a local day on which no clock changes; `null` for others.
  const days = new Map<number, number | null>();
  const findOffset = (day: number) => {
    const known = days.get(day);
    if (known !== undefined) return known;
    if (days.size >= maxDays) days.clear();
    const start = day * millisecondsPerDay;
    const before = offsetAt(start - millisecondsPerDay);
    const after = offsetAt(start + 2 * millisecondsPerDay);
    // A zone does not change its offset and change it back within three days.
    const offset = before === after ? before : null;
    days.set(day, offset);
    return offset;
  };
  return {
    name,
    toInstant(local) {
      const offset = findOffset(Math.floor(local / millisecondsPerDay));
      if (offset !== null) return local - offset;
      const around = [-1, 1].map((side) => offsetAt(local + side * 1.5 * millisecondsPerDay));
      const instants = [...new Set(around)]
        .map((each) => local - each)
        .filter((instant) => local - offsetAt(instant) === instant);
      const [first] = instants;
      if (first === undefined) {
        return rejectImpossible(`is a time that ${name} skipped when its clocks were put forward.`);
      }
      return instants.length === 1
        ? first
        : rejectAmbiguous(
            `is a time that ${name} had twice, as its clocks were put back; write its UTC offset.`,
          );
    },
  };
}

/** The offset of a zone at an instant, both in milliseconds; `undefined` for an unknown zone. */
function createClock(timeZone: string): ((instant: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return local - Math.floor(instant / 1000) * 1000;
  };
}

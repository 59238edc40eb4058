import { millisecondsPerDay } from '../calendar.js';
import type { Outcome } from '../parsed-date.js';
import { rejectImpossible } from '../rejections.js';

/** A number that programs write for a time: its unit, and what it counts from. */
interface NumberFormat {
  /** Its name in messages. */
  readonly label: string;
  /** How many units a millisecond has, or how many milliseconds a unit has. */
  readonly perMillisecond?: bigint;
  readonly milliseconds?: bigint;
  /** Milliseconds of Unix time at 0. */
  readonly epoch: number;
}

const since1601 = Date.UTC(1601, 0, 1);

const numberFormats = {
  unix: { label: 'Unix time in seconds', milliseconds: 1000n, epoch: 0 },
  'unix-ms': { label: 'Unix time in milliseconds', milliseconds: 1n, epoch: 0 },
  'unix-us': { label: 'Unix time in microseconds', perMillisecond: 1000n, epoch: 0 },
  'unix-ns': { label: 'Unix time in nanoseconds', perMillisecond: 1_000_000n, epoch: 0 },
  webkit: { label: 'microseconds since 1601', perMillisecond: 1000n, epoch: since1601 },
  filetime: {
    label: 'a FILETIME of Windows, in 100 nanoseconds since 1601',
    perMillisecond: 10_000n,
    epoch: since1601,
  },
  cocoa: { label: 'seconds since 2001', milliseconds: 1000n, epoch: Date.UTC(2001, 0, 1) },
} as const satisfies Readonly<Record<string, NumberFormat>>;

/** The dates of spreadsheets, in days: their day 0, and whether they count 29 February 1900. */
const serialFormats = {
  excel: { label: 'a serial date of Excel', epoch: Date.UTC(1899, 11, 30), hasLeapDay: true },
  'excel-1904': {
    label: 'a serial date of Excel that counts from 1904',
    epoch: Date.UTC(1904, 0, 1),
    hasLeapDay: false,
  },
} as const;

/** The name of a format of dates that are numbers. */
export type NumberFormatName = keyof typeof numberFormats | keyof typeof serialFormats;

/** Every {@link NumberFormatName}. */
export const numberFormatNames = [
  ...Object.keys(numberFormats),
  ...Object.keys(serialFormats),
] as readonly NumberFormatName[];

/** What the numbers of a format are, for messages. */
export const labelOf = (name: NumberFormatName): string =>
  ({ ...numberFormats, ...serialFormats })[name].label;

/** A number with a point or a comma; the bound is on what is exact below. */
const decimal = /^([+-]?)(\d{1,20})(?:[.,](\d{0,20}))?$/;

/** A time of spreadsheets has no zone: whether it is a day alone, or a local time. */
export interface LocalTime {
  readonly local: number;
  readonly isDay: boolean;
}

/**
 * Reads a number in the given format; `undefined` for any other text. Fractions of milliseconds are left
 * out; those of serial dates are rounded, as a day is not a whole number of their steps.
 */
export function readNumber(text: string, name: NumberFormatName): Outcome | LocalTime {
  const match = decimal.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = '', fraction = ''] = match;
  if (name === 'excel' || name === 'excel-1904') {
    return readSerial(Number(`${sign}${digits}.${fraction}`), name);
  }
  const { epoch, ...unit }: NumberFormat = numberFormats[name];
  // In units of 10^-20, so that nothing is rounded.
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(digits + fraction) * (unit.milliseconds ?? 1n);
  const size = Number(scaled / (scale * (unit.perMillisecond ?? 1n)));
  return epoch + (sign === '-' ? -size : size);
}

function readSerial(serial: number, name: keyof typeof serialFormats): Outcome | LocalTime {
  const { epoch, hasLeapDay } = serialFormats[name];
  const day = Math.floor(serial);
  if (hasLeapDay && day < 1) {
    return rejectImpossible('is a time without a day: serial dates of Excel begin with 1.');
  }
  // Excel takes 1900 for a leap year, as Lotus 1-2-3 did.
  if (hasLeapDay && day === 60)
    return rejectImpossible('is 29 February 1900, which did not exist.');
  const days = hasLeapDay && day < 60 ? serial + 1 : serial;
  return {
    local: epoch + Math.round(days * millisecondsPerDay),
    isDay: Number.isInteger(serial),
  };
}

import {
  hourWords,
  links,
  midnightWords,
  minuteWords,
  monthsByName,
  noonWords,
  secondTimeLeads,
  secondWords,
  timeLeads,
} from '../words/date-words.js';
import type { TokenStream } from '../words/token-stream.js';
import { fractionToMilliseconds, type TimeOfDay } from './time-of-day.js';

/** What may stand between hour, minute and second. */
export const timeMarks = [':', '.'] as const;

export type TimeMark = (typeof timeMarks)[number];

/** A time in words or figures. */
export interface WrittenTime {
  /** `midnight` does not say whether it is the start or the end of the day. */
  readonly time: TimeOfDay | 'midnight';
  readonly hasSeconds: boolean;
}

/**
 * Takes a time with the words around it: `15:01:02.345`, `at 3:01 p.m.`, `à 15 h 30`,
 * `às 15h30min`, `alle ore 15.01`, `um 15 Uhr`, `at noon`. Takes nothing where there is none.
 *
 * @param marks what may stand between hour, minute and second
 */
export function takeTime(
  stream: TokenStream,
  marks: readonly TimeMark[] = timeMarks,
): WrittenTime | undefined {
  const start = stream.position;
  const lead = stream.takeWord(timeLeads);
  if (lead === 'kl') {
    stream.takeText('.');
  } else if (lead !== undefined) {
    stream.takeWord(secondTimeLeads);
  }
  const time = takeNamedTime(stream) ?? takeClockTime(stream, marks) ?? takeHourTime(stream);
  if (time === undefined) {
    stream.position = start;
  }
  return time;
}

/** Whether the next number is the hour of a time rather than a day or a year. */
export function isTimeNext(stream: TokenStream): boolean {
  const start = stream.position;
  // In `8.03.14` and `8. 03.14` the points separate the parts of a date.
  const isPart = stream.peek()?.spaced !== true || stream.peek(-1)?.text === '.';
  const isTime = takeTime(stream, isPart ? [':'] : timeMarks) !== undefined;
  stream.position = start;
  return isTime;
}

function takeNamedTime(stream: TokenStream): WrittenTime | undefined {
  if (stream.takeWord(midnightWords) !== undefined) return { time: 'midnight', hasSeconds: false };
  const isTwelve = stream.peek()?.text === '12' && noonWords.has(stream.peek(1)?.text ?? '');
  stream.position += isTwelve ? 1 : 0;
  if (stream.takeWord(noonWords) === undefined) return undefined;
  return { time: { hour: 12, minute: 0, second: 0, millisecond: 0 }, hasSeconds: false };
}

/** `15:01`, `3:01:02 PM`, `15:01:02,345 Uhr`, `15.01` */
function takeClockTime(stream: TokenStream, marks: readonly TimeMark[]): WrittenTime | undefined {
  const start = stream.position;
  const hour = stream.takeNumber(1, 2);
  const mark = marks.find((text) => stream.isTight(text));
  const minute = hour && mark ? takeAfter(stream, mark) : undefined;
  if (hour === undefined || mark === undefined || minute === undefined) {
    stream.position = start;
    return undefined;
  }
  const second = takeAfter(stream, mark);
  const fraction = second === undefined ? '' : takeFraction(stream);
  const word = stream.takeWord(hourWords);
  const time = {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: fractionToMilliseconds(fraction, 1000),
    ...takeHalfDay(stream, word),
  };
  return { time, hasSeconds: second !== undefined };
}

function takeAfter(stream: TokenStream, mark: TimeMark): string | undefined {
  const digits = stream.peek(1);
  const isPair = digits?.kind === 'number' && digits.text.length === 2 && !digits.spaced;
  // After a point, a larger number is not a minute.
  const isFit = isPair && (mark === ':' || Number(digits.text) < 60);
  if (!isFit || !stream.isTight(mark)) return undefined;
  stream.position += 2;
  return digits.text;
}

function takeFraction(stream: TokenStream): string {
  const digits = stream.peek(1);
  const isFraction = stream.isTight('.') || stream.isTight(',');
  if (!isFraction || digits?.kind !== 'number' || digits.spaced) return '';
  stream.position += 2;
  return digits.text;
}

/** `15h`, `15h30`, `15 h 01 min 02 s`, `15 Uhr 30`, `3pm` */
function takeHourTime(stream: TokenStream): WrittenTime | undefined {
  const hour = stream.takeNumber(1, 2);
  const isSpaced = stream.peek()?.spaced === true;
  const word = hour === undefined ? undefined : stream.takeWord(hourWords);
  const minute = word !== undefined ? takeMinute(stream, isSpaced) : undefined;
  const hasMinuteWord = minute !== undefined && stream.takeWord(minuteWords) !== undefined;
  const second = hasMinuteWord ? takeSecond(stream) : undefined;
  const halfDay = hour === undefined ? {} : takeHalfDay(stream, word);
  if (word === undefined && halfDay.halfDay === undefined) return undefined;
  const time = {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: 0,
    ...halfDay,
  };
  return { time, hasSeconds: second !== undefined };
}

function takeMinute(stream: TokenStream, isSpaced: boolean): string | undefined {
  const after = stream.peek(1)?.text ?? '';
  // In `15 h 08 mars 2014` the number is a day.
  const isDay = isSpaced && (monthsByName.has(after) || links.has(after));
  return stream.peek()?.spaced === isSpaced && !isDay ? stream.takeNumber(2, 2) : undefined;
}

function takeSecond(stream: TokenStream): string | undefined {
  const word = stream.peek(1);
  const isSecond = word !== undefined && secondWords.has(word.text);
  const second = isSecond ? stream.takeNumber(1, 2) : undefined;
  stream.position += second === undefined ? 0 : 1;
  return second;
}

/** `PM`, `p.m.`, and the `p. m.` of Spanish */
function takeHalfDay(stream: TokenStream, hourWord?: string): { halfDay?: 'am' | 'pm' } {
  // In `15 Uhr am 8. März` the word is the German for `on the`.
  if (hourWord === 'uhr') return {};
  const first = stream.peek()?.text;
  if (first === 'am' || first === 'pm') {
    stream.position += 1;
    return { halfDay: first };
  }
  const isDotted = stream.isTight('.', 1) && stream.peek(2)?.text === 'm';
  if (!isDotted || (first !== 'a' && first !== 'p')) return {};
  stream.position += 3;
  stream.takeText('.');
  return { halfDay: first === 'a' ? 'am' : 'pm' };
}

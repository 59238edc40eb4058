import { type DateParts, takeDateParts } from './date-parts.js';
import { ELIDED_LEADS, LEADS, weekdaysByName } from './date-words.js';
import { type DateOrder, decodeParts } from './decode-parts.js';
import { foldWord } from './fold-word.js';
import type { Answer } from './parsed-date.js';
import { EITHER_MIDNIGHT } from './refusals.js';
import { resolveReading } from './resolve-reading.js';
import type { Offset } from './time-of-day.js';
import { TokenStream, tokenize } from './token-stream.js';
import { takeTime, type WrittenTime } from './written-time.js';
import { takeZone } from './zone.js';

export type { DateOrder } from './decode-parts.js';

interface Sentence {
  readonly date: DateParts;
  readonly weekdays: readonly number[] | undefined;
  readonly clock: Clock | undefined;
}

interface Clock {
  readonly written: WrittenTime;
  readonly zone: Offset | undefined;
}

const COMMENT = / ?\([^()]*\)$/;

/**
 * Reads a date as people write it, by a strict grammar: an optional weekday, the day, the month
 * and the year in a usual order, and an optional time with its zone before or after them. Months
 * and weekdays have the names of six languages, which may be mixed. Also takes asctime, the output
 * of date(1) and of JavaScript, RFC 2822 with a full year, and Apache's log.
 */
export function readWrittenDate(text: string, dateOrder: DateOrder | undefined): Answer {
  // A comment may follow a zone (RFC 2822, 3.2.3), and there alone.
  const uncommented = text.replace(COMMENT, '');
  const tokens = tokenize(foldWord(uncommented));
  if (tokens === undefined) {
    return undefined;
  }
  const isCommented = uncommented !== text;
  // `mar` is March and, in three languages, Tuesday: first try it as the weekday it would be here.
  for (const startsWithWeekday of [true, false]) {
    const sentence = readSentence(new TokenStream(tokens), startsWithWeekday);
    const isComplete = !isCommented || sentence?.clock?.zone !== undefined;
    const answer = sentence && isComplete ? decodeSentence(sentence, dateOrder) : undefined;
    if (answer !== undefined) {
      return answer;
    }
  }
  return undefined;
}

function readSentence(stream: TokenStream, startsWithWeekday: boolean): Sentence | undefined {
  const early = takeClock(stream);
  if (early !== undefined) {
    stream.takeText(',');
  }
  takeLeads(stream);
  const weekdays = startsWithWeekday ? takeWeekday(stream) : undefined;
  if (weekdays !== undefined) {
    stream.takeText(',');
    takeLeads(stream);
  }
  const date = takeDateParts(stream);
  const lateWeekdays = weekdays ?? takeAfter(stream, [','], takeWeekday);
  const clock = early ?? takeAfter(stream, [',', '-', '–', ':', 't'], takeClock);
  const whole = early === undefined && clock ? takeLateYear(stream, date) : date;
  return stream.isAtEnd ? { date: whole, weekdays: lateWeekdays, clock } : undefined;
}

function decodeSentence(sentence: Sentence, dateOrder: DateOrder | undefined): Answer {
  const decoded = decodeParts(sentence.date, dateOrder);
  if (decoded === undefined || 'code' in decoded) {
    return decoded;
  }
  const time = sentence.clock?.written.time;
  if (time === 'midnight') {
    return EITHER_MIDNIGHT;
  }
  return resolveReading({
    ...decoded,
    weekdays: sentence.weekdays,
    time,
    offset: sentence.clock?.zone,
  });
}

function takeClock(stream: TokenStream): Clock | undefined {
  const written = takeTime(stream);
  return written && { written, zone: takeZone(stream, written.hasSeconds) };
}

function takeLeads(stream: TokenStream): void {
  stream.takeWords(LEADS, 2);
  const apostrophe = stream.peek(1)?.text;
  if ((apostrophe === "'" || apostrophe === '’') && stream.takeWord(ELIDED_LEADS)) {
    stream.position += 1;
  }
}

function takeWeekday(stream: TokenStream): readonly number[] | undefined {
  const name = stream.takeWord(weekdaysByName);
  if (name === undefined) {
    return undefined;
  }
  const hyphen = stream.isTight('-') ? 1 : 0;
  if (stream.peek(hyphen)?.text === 'feira') {
    stream.position += hyphen + 1;
  }
  stream.takeText('.');
  return weekdaysByName.get(name);
}

/** Takes something with one of the given separators before it or none, or else takes nothing. */
function takeAfter<T>(
  stream: TokenStream,
  separators: readonly string[],
  take: (stream: TokenStream) => T | undefined,
): T | undefined {
  const start = stream.position;
  const separator = separators.find((text) => stream.takeText(text));
  const taken = isSpacedLike(stream, separator) ? take(stream) : undefined;
  if (taken === undefined) {
    stream.position = start;
  }
  return taken;
}

/** A dash before a time has spaces around it; Apache's colon and the `T` of ISO 8601 have none. */
function isSpacedLike(stream: TokenStream, separator: string | undefined): boolean {
  if (separator === undefined || separator === ',') {
    return true;
  }
  const isDash = separator === '-' || separator === '–';
  return stream.peek(-1)?.spaced === isDash && stream.peek()?.spaced === isDash;
}

/** asctime and date(1) write the year last: `Sat Mar  8 15:01:02 UTC 2014`. */
function takeLateYear(stream: TokenStream, date: DateParts): DateParts {
  const isYearless = date.parts.length === 2 && date.separators[0] === '';
  const text = isYearless ? stream.takeNumber(1, 4) : undefined;
  return text === undefined
    ? date
    : {
        parts: [...date.parts, { kind: 'number', text, isOrdinal: false }],
        separators: [...date.separators, ''],
      };
}

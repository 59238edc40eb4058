import type { DateOptions } from '../date-options.js';
import type { Outcome } from '../parsed-date.js';
import { ambiguousMidnight } from '../rejections.js';
import { resolveReading } from '../resolve-reading.js';
import { rejectTwoTimes } from '../times/two-times.js';
import { type TimeMark, takeTime, timeMarks, type WrittenTime } from '../times/written-time.js';
import { readZoneText, takeZone, type Zone } from '../times/zone.js';
import type { Zones } from '../times/zones.js';
import { elidedLeads, leads, weekdaysByName } from '../words/date-words.js';
import { foldWord } from '../words/fold-word.js';
import { TokenStream, tokenize } from '../words/token-stream.js';
import { type DateParts, takeDateParts } from './date-parts.js';
import { decodeParts } from './decode-parts.js';

interface Sentence {
  readonly date: DateParts;
  readonly weekdays: readonly number[] | undefined;
  readonly clock: Clock | undefined;
}

interface Clock {
  readonly written: WrittenTime;
  readonly zone: Zone | undefined;
  /** Whether what was taken for the zone may be the end of a time span. */
  readonly mayBeSpan: boolean;
}

const trailingComment = / ?\(([^()]*)\)$/;

/**
 * The possible beginnings of a sentence, likelier ones first. `8.03.2014` begins like a time with a point,
 * and `mar` is March and, in three languages, Tuesday: a weekday is tried first.
 */
const beginnings = [
  { marks: [':'], hasWeekday: true },
  { marks: [':'], hasWeekday: false },
  { marks: timeMarks, hasWeekday: true },
  { marks: timeMarks, hasWeekday: false },
] as const;

/**
 * Reads a date as people write it, by a strict grammar: an optional weekday, the day, the month
 * and the year in a usual order, and an optional time with its zone before or after them. Months
 * and weekdays have the names of six languages, which may be mixed. Also takes asctime, the output
 * of date(1) and of JavaScript, RFC 2822 with a full year, and Apache's log.
 */
export function readWrittenDate(text: string, options: DateOptions): Outcome {
  const comment = trailingComment.exec(text);
  const tokens = tokenize(foldWord(comment === null ? text : text.slice(0, comment.index)));
  if (tokens === undefined) return undefined;
  for (const beginning of beginnings) {
    const sentence = readSentence(new TokenStream(tokens), beginning, options.zones);
    const outcome = sentence && decodeSentence(sentence, comment?.[1], options);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function readSentence(
  stream: TokenStream,
  { marks, hasWeekday }: (typeof beginnings)[number],
  zones: Zones | undefined,
): Sentence | undefined {
  const early = takeClock(stream, marks, zones);
  if (early !== undefined) {
    stream.takeText(',');
  }
  takeLeads(stream);
  const weekdays = hasWeekday ? takeWeekday(stream) : undefined;
  if (weekdays !== undefined) {
    stream.takeText(',');
    takeLeads(stream);
  }
  const date = takeDateParts(stream);
  const lateWeekdays = weekdays ?? takeAfter(stream, [','], takeWeekday);
  const clock =
    early ??
    takeAfter(stream, [',', '-', '–'], () => takeClock(stream, timeMarks, zones)) ??
    takeAfter(stream, [':', 't'], () => takeClock(stream, [':'], zones, true));
  const whole = early === undefined && clock ? takeLateYear(stream, date) : date;
  const zone = whole === date ? clock?.zone : takeLateZone(stream, clock, zones);
  return stream.isAtEnd
    ? { date: whole, weekdays: lateWeekdays, clock: clock && { ...clock, zone } }
    : undefined;
}

function decodeSentence(
  { date, weekdays, clock }: Sentence,
  comment: string | undefined,
  { dateOrder, zones, timeZone, century }: DateOptions,
): Outcome {
  // A comment may follow a zone (RFC 2822, 3.2.3), or be the zone, as in Wikipedia.
  const zone =
    clock?.zone ?? (clock && comment !== undefined ? readZoneText(comment, zones) : undefined);
  if (comment !== undefined && zone === undefined) return undefined;
  const decoded = decodeParts(date, dateOrder, century);
  if (decoded === undefined || 'code' in decoded) return decoded;
  const time = clock?.written.time;
  if (time === 'midnight') return ambiguousMidnight;
  const isSpan = clock?.mayBeSpan && time !== undefined && zone !== undefined && !('code' in zone);
  const rejection = isSpan ? rejectTwoTimes(time, zone) : undefined;
  return rejection ?? resolveReading({ ...decoded, weekdays, time, zone }, timeZone);
}

/** @param isExact whether what precedes the time makes clear that an offset after it is one */
function takeClock(
  stream: TokenStream,
  marks: readonly TimeMark[],
  zones: Zones | undefined,
  isExact = false,
): Clock | undefined {
  const written = takeTime(stream, marks);
  if (written === undefined) return undefined;
  const mayBeSpan = stream.peek()?.text === '-' && !written.hasSeconds && !isExact;
  return { written, zone: takeZone(stream, written.hasSeconds || isExact, zones), mayBeSpan };
}

/** git writes the zone after the year: `Sat Mar 8 15:01:02 2014 +0100`. */
function takeLateZone(
  stream: TokenStream,
  clock: Clock | undefined,
  zones: Zones | undefined,
): Zone | undefined {
  const isMissing = clock?.zone === undefined && clock?.written.hasSeconds;
  return isMissing ? takeZone(stream, false, zones) : clock?.zone;
}

function takeLeads(stream: TokenStream): void {
  stream.takeWords(leads, 2);
  const apostrophe = stream.peek(1)?.text;
  if ((apostrophe === "'" || apostrophe === '’') && stream.takeWord(elidedLeads)) {
    stream.position += 1;
  }
}

function takeWeekday(stream: TokenStream): readonly number[] | undefined {
  const name = stream.takeWord(weekdaysByName);
  if (name === undefined) return undefined;
  const hyphen = stream.isTight('-') ? 1 : 0;
  if (stream.peek(hyphen)?.text === 'feira') {
    stream.position += hyphen + 1;
  }
  stream.takeText('.');
  return weekdaysByName.get(name);
}

/** Takes something, with or without one of the given separators before it, or nothing. */
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
  if (separator === undefined || separator === ',') return true;
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

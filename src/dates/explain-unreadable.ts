import type { Outcome, Quote, Rejection } from './parsed-date.js';
import {
  rejectUnknownZone,
  rejectUnreadable,
  timesOrOffset,
  twoTimesGiven,
  unknownForm,
} from './rejections.js';
import { zoneNames } from './times/zone-names.js';
import { isDateWord } from './words/date-words.js';

type Read = (text: string) => Outcome;

const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const timeSpan =
  /(?<![\d:./-])(\d{1,2})(?:[:.]?(\d\d))?(?: ?([ap])\.?m\.?)? ?[-–—] ?(\d{1,2})(?:[:.]?(\d\d))?(?: ?([ap])\.?m\.?)?(?![\d:./-])/i;
const possibleZone = /\[?(?:[a-z_]+(?:\/[a-z_+-]+)+|(?<![a-z])[a-z]{2,5}(?![a-z]))\]?/gi;
const maxAttempts = 6;
/** A date with an unknown part is rarely longer; the bound keeps hostile texts from costing many attempts. */
const maxLength = 80;

/**
 * Explains why a text is not a date, if it can: the part at fault is the one without which the rest is a
 * date.
 *
 * @param text with white space collapsed
 * @param read reads a date
 */
export function explainUnreadable(text: string, read: Read, quote: Quote): Rejection {
  if (text.length > maxLength) return unknownForm;
  const isDate = (part: string) => typeof read(part) === 'number';
  return (
    explainInvisible(text, isDate) ??
    explainSpan(text, read) ??
    explainZone(text, isDate) ??
    explainRest(text, isDate, quote) ??
    unknownForm
  );
}

type IsDate = (text: string) => boolean;

function explainInvisible(text: string, isDate: IsDate): Rejection | undefined {
  const [mark] = text.match(invisible) ?? [];
  if (mark === undefined || !isDate(text.replace(invisible, ''))) return undefined;
  const code = mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return rejectUnreadable(`contains the invisible character U+${code}; remove it.`);
}

function explainSpan(text: string, read: Read): Rejection | undefined {
  const span = timeSpan.exec(text);
  const rest =
    span &&
    read(
      text
        .replace(span[0], '')
        .replace(/ *, *$|^ *, */, '')
        .trim(),
    );
  if (span === null || rest === undefined || rest === null) return undefined;
  if (typeof rest !== 'number' && rest.code !== 'DATE_AMBIGUOUS') return undefined;
  const [, hour, minute = 0, half, lastHour, lastMinute = 0, lastHalf] = span;
  const minutes = Number(hour) * 60 + Number(minute);
  const isLater = Number(lastHour) * 60 + Number(lastMinute) > minutes;
  return isLater && half === undefined && lastHalf === undefined ? timesOrOffset : twoTimesGiven;
}

function explainZone(text: string, isDate: IsDate): Rejection | undefined {
  const words = [...text.matchAll(possibleZone)].filter(([word]) =>
    isUnknownWord(word.toLowerCase()),
  );
  const found = words.slice(-maxAttempts).find(({ 0: word, index }) => {
    const before = text.slice(0, index);
    return isDate(`${before}UTC${text.slice(index + word.length)}`);
  });
  return found && rejectUnknownZone(found[0].replace(/^\[|\]$/g, ''));
}

const isUnknownWord = (word: string) => !isDateWord(word) && !zoneNames.has(word);

function explainRest(text: string, isDate: IsDate, quote: Quote): Rejection | undefined {
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const end = spaces
    .slice(-maxAttempts)
    .reverse()
    .find((at) => isDate(text.slice(0, at).replace(/,$/, '')));
  if (end === undefined) return undefined;
  const [date, rest] = [text.slice(0, end).replace(/,$/, ''), text.slice(end + 1)];
  return rejectUnreadable(
    `is a date as far as ${quote(date)}; what follows it, ${quote(rest)}, is not understood.`,
  );
}

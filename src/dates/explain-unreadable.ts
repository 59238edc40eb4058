import { type Answer, quoteText, type Refusal } from './parsed-date.js';
import { GIVES_TWO_TIMES, TWO_TIMES, UNREADABLE, unknownZone, unreadable } from './refusals.js';
import { zoneNames } from './times/zone-names.js';
import { isDateWord } from './words/date-words.js';

type Read = (text: string) => Answer;

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const SPAN =
  /(?<![\d:./-])(\d{1,2})(?:[:.]?(\d\d))?(?: ?([ap])\.?m\.?)? ?[-–—] ?(\d{1,2})(?:[:.]?(\d\d))?(?: ?([ap])\.?m\.?)?(?![\d:./-])/i;
const ZONE = /\[?(?:[a-z_]+(?:\/[a-z_+-]+)+|(?<![a-z])[a-z]{2,5}(?![a-z]))\]?/gi;
const MOST_TRIALS = 6;
/** A date with something in its way is not longer; hostile texts shall not cost many trials. */
const MOST_CHARACTERS = 80;

/**
 * Says why a text is no date, as far as that can be told: what stands in the way is what leaves a date
 * when it is taken away.
 *
 * @param text with white space collapsed
 * @param read reads a date
 */
export function explainUnreadable(text: string, read: Read): Refusal {
  if (text.length > MOST_CHARACTERS) {
    return UNREADABLE;
  }
  const isDate = (part: string) => typeof read(part) === 'number';
  return (
    explainInvisible(text, isDate) ??
    explainSpan(text, read) ??
    explainZone(text, isDate) ??
    explainRest(text, isDate) ??
    UNREADABLE
  );
}

type IsDate = (text: string) => boolean;

function explainInvisible(text: string, isDate: IsDate): Refusal | undefined {
  const [mark] = text.match(INVISIBLE) ?? [];
  if (mark === undefined || !isDate(text.replace(INVISIBLE, ''))) {
    return undefined;
  }
  const code = mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return unreadable(`holds the invisible character U+${code}; send it without.`);
}

function explainSpan(text: string, read: Read): Refusal | undefined {
  const span = SPAN.exec(text);
  const rest =
    span &&
    read(
      text
        .replace(span[0], '')
        .replace(/ *, *$|^ *, */, '')
        .trim(),
    );
  if (span === null || rest === undefined || rest === null) {
    return undefined;
  }
  if (typeof rest !== 'number' && rest.code !== 'DATE_AMBIGUOUS') {
    return undefined;
  }
  const [, hour, minute = 0, half, lastHour, lastMinute = 0, lastHalf] = span;
  const minutes = Number(hour) * 60 + Number(minute);
  const isLater = Number(lastHour) * 60 + Number(lastMinute) > minutes;
  return isLater && half === undefined && lastHalf === undefined ? TWO_TIMES : GIVES_TWO_TIMES;
}

function explainZone(text: string, isDate: IsDate): Refusal | undefined {
  const words = [...text.matchAll(ZONE)].filter(([word]) => isNoKnownWord(word.toLowerCase()));
  const found = words.slice(-MOST_TRIALS).find(({ 0: word, index }) => {
    const before = text.slice(0, index);
    return isDate(`${before}UTC${text.slice(index + word.length)}`);
  });
  return found && unknownZone(found[0].replace(/^\[|\]$/g, ''));
}

const isNoKnownWord = (word: string) => !isDateWord(word) && !zoneNames.has(word);

function explainRest(text: string, isDate: IsDate): Refusal | undefined {
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const end = spaces
    .slice(-MOST_TRIALS)
    .reverse()
    .find((at) => isDate(text.slice(0, at).replace(/,$/, '')));
  if (end === undefined) {
    return undefined;
  }
  const [date, rest] = [text.slice(0, end).replace(/,$/, ''), text.slice(end + 1)];
  return unreadable(
    `is a date as far as ${quoteText(date)}; what follows it, ${quoteText(rest)}, is not understood.`,
  );
}

import { type Century, readCentury } from '../../dates/given/century.js';
import { type DateFormat, parseDateFormat } from '../../dates/given/date-format.js';
import { findTimeZone, type TimeZone } from '../../dates/given/time-zone.js';
import { InputError } from '../../errors/input-error.js';
import { quote } from '../../text/quote.js';
import { findEncoding } from '../rows/input/encodings.js';

// What the options of a file say, as given. Each throws an `InputError` for a text that is not allowed.

export function readDateFormat(text: string): DateFormat {
  const format = parseDateFormat(text, quote);
  if ('fault' in format) throw new InputError(format.fault);
  return format;
}

const maxZoneLength = 100;

export function readTimeZone(text: string): TimeZone {
  const zone = text.length > maxZoneLength ? undefined : findTimeZone(text.trim());
  if (zone !== undefined) return zone;
  throw new InputError(
    `The time zone ${quote(text)} is unknown; expected a name of the IANA database, like Europe/Paris.`,
  );
}

export function readCenturyOption(text: string): Century {
  const century = readCentury(text.trim());
  if (century !== undefined) return century;
  throw new InputError(
    `The century ${quote(text)} is not a year that ends in 00; expected its first year, like 2000 or 1900.`,
  );
}

export function readEncoding(text: string): string {
  const encoding = findEncoding(text);
  if (encoding !== undefined) return encoding;
  throw new InputError(
    `The encoding ${quote(text)} is unknown; expected UTF-8, UTF-16, UTF-32, windows-1252 or another of the WHATWG Encoding Standard.`,
  );
}

const named: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', space: ' ' };

/** A character that separates or encloses cells: one of ASCII, since files are split as bytes. */
function readCharacter(name: string, text: string): string {
  const character = named[text.toLowerCase()] ?? text;
  if (/^[\t -~]$/.test(character) && !/[\w]/.test(character)) return character;
  throw new InputError(
    `The ${name} is ${quote(text)}; expected one ASCII character that is neither a letter nor a digit, or "tab".`,
  );
}

export const readDelimiter = (text: string): string => readCharacter('delimiter', text);
export const readEscape = (text: string): string => readCharacter('escape', text);

/** The character, or an empty text for `none`. */
export const readQuote = (text: string): string =>
  text.toLowerCase() === 'none' ? '' : readCharacter('quote', text);

const maxTextLength = 100;

export function readShortText(name: string, text: string): string {
  if (text.length > 0 && text.length <= maxTextLength && !/[\r\n]/.test(text)) return text;
  throw new InputError(
    `The ${name} has ${text.length} characters; expected 1 to ${maxTextLength}, without line feeds.`,
  );
}

/** A whole number between two bounds. */
export function readCount(name: string, text: string, min: number, max: number): number {
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (count >= min && count <= max) return count;
  throw new InputError(
    `The ${name} is ${quote(text)}; expected a whole number from ${min} to ${max}.`,
  );
}

import { isTimeNext } from '../times/written-time.js';
import { links, monthsByName, ordinalEndings } from '../words/date-words.js';
import type { TokenStream } from '../words/token-stream.js';

/** A number or a month's name. */
export type DatePart =
  | { readonly kind: 'number'; readonly text: string; readonly isOrdinal: boolean }
  | { readonly kind: 'month'; readonly months: readonly number[] };

/** The parts of a date in the order in which they were written. */
export interface DateParts {
  readonly parts: readonly DatePart[];
  /** The separators between them: `-`, `/`, `.`, or an empty string for anything else. */
  readonly separators: readonly string[];
}

/** Takes up to three parts of a date: `8. März 2014`, `the 8th of March, 2014`, `8/3/2014`. */
export function takeDateParts(stream: TokenStream): DateParts {
  const parts: DatePart[] = [];
  const separators: string[] = [];
  while (parts.length < 3) {
    const start = stream.position;
    const separator = parts.length === 0 ? undefined : takeSeparator(stream);
    const part = takePart(stream, parts);
    if (part === undefined) {
      stream.position = start;
      break;
    }
    parts.push(part);
    if (separator !== undefined) separators.push(separator);
  }
  if (parts.length === 2 && separators[0] === '.') {
    // German ends a date without a year with a full stop: `13.02.`
    stream.takeText('.');
  }
  return { parts, separators };
}

function takePart(stream: TokenStream, before: readonly DatePart[]): DatePart | undefined {
  const token = stream.peek();
  if (token?.kind === 'number') {
    // In `Mar 8 15:01:02 2014` the second number is an hour.
    const isPart = before.length === 0 || !isTimeNext(stream);
    return isPart ? takeNumber(stream, token.text) : undefined;
  }
  const months = token?.kind === 'word' ? monthsByName.get(token.text) : undefined;
  // The second one of two is a weekday: `11 mars 2014, mar.`
  if (months === undefined || before.some((part) => part.kind === 'month')) return undefined;
  stream.position += 1;
  if (stream.isTight('.')) {
    stream.position += 1;
  }
  return { kind: 'month', months };
}

function takeNumber(stream: TokenStream, text: string): DatePart {
  stream.position += 1;
  // Portuguese and Spanish also put a full stop before the raised letter: `1.º`
  const ahead = stream.isTight('.') && /^[ºª]$/.test(stream.peek(1)?.text ?? '') ? 1 : 0;
  const ending = stream.peek(ahead);
  const isOrdinal = ending?.spaced === false && ordinalEndings.has(ending.text);
  stream.position += isOrdinal ? ahead + 1 : 0;
  return { kind: 'number', text, isOrdinal };
}

function takeSeparator(stream: TokenStream): string {
  // With spaces around it a hyphen is a dash, and more likely to separate two dates.
  if (stream.isTight('-') && stream.peek(1)?.spaced === false) {
    stream.position += 1;
    return '-';
  }
  if (stream.takeText('/')) return '/';
  const isDot = stream.takeText('.');
  const isComma = stream.takeText(',');
  const isLinked = stream.takeWords(links, 2) > 0;
  return isDot && !isComma && !isLinked ? '.' : '';
}

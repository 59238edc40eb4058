import type { Quote } from '../parsed-date.js';

/** The fields of a pattern, by what they are. */
export type PatternField =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'dayOfYear'
  | 'weekday'
  | 'halfDay'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset'
  | 'zone';

/** A pattern of dates, as an expression whose named groups are its fields. */
export interface DatePattern {
  readonly expression: RegExp;
  readonly fields: ReadonlySet<PatternField>;
}

const digits = (count: number, most = 2) => (count === 1 ? `\\d{1,${most}}` : `\\d{${count}}`);
const word = "[\\p{L}\\p{M}.']{1,30}";
const offset = 'Z|(?:UTC|GMT)|(?:UTC|GMT)?[+-]\\d\\d?(?::?\\d\\d)?';

type Rule = (count: number) => readonly [PatternField, expression: string] | undefined;

/** The letters of Unicode TR35 that are read: what a run of them stands for. */
const rules: Readonly<Record<string, Rule>> = {
  y: (count) => (count === 2 ? ['shortYear', '\\d\\d'] : ['year', '\\d{4}']),
  u: () => ['year', '\\d{4}'],
  M: (count) => (count > 2 ? ['monthName', word] : ['month', digits(count)]),
  L: (count) => (count > 2 ? ['monthName', word] : ['month', digits(count)]),
  d: (count) => (count > 2 ? undefined : ['day', digits(count)]),
  D: (count) => (count > 3 ? undefined : ['dayOfYear', count === 3 ? '\\d{3}' : '\\d{1,3}']),
  E: () => ['weekday', word],
  a: () => ['halfDay', '[ap]\\.?m\\.?'],
  H: (count) => (count > 2 ? undefined : ['hour', digits(count)]),
  h: (count) => (count > 2 ? undefined : ['hour12', digits(count)]),
  m: (count) => (count > 2 ? undefined : ['minute', digits(count)]),
  s: (count) => (count > 2 ? undefined : ['second', digits(count)]),
  S: (count) => ['fraction', `\\d{${count}}`],
  Z: () => ['offset', offset],
  X: () => ['offset', offset],
  x: () => ['offset', offset],
  O: () => ['offset', offset],
  z: () => ['zone', '[a-z]{1,10}(?:[+-]\\d\\d?(?::?\\d\\d)?)?'],
};

const maxLength = 100;
const part = /'((?:[^']|'')*)'|([A-Za-z])\2*|\s+|./gsu;
const example = 'yyyy-MM-dd HH:mm or dd/MM/yyyy';

/**
 * Compiles a pattern of Unicode TR35, such as `yyyy-MM-dd HH:mm`: text in single quotes stands for
 * itself, as does everything but letters.
 *
 * @returns the pattern, or what is wrong with it, as the end of a sentence
 */
export function compilePattern(text: string, quote: Quote): DatePattern | string {
  if (text.length > maxLength)
    return `has ${text.length} characters; at most ${maxLength} are allowed`;
  const fields = new Set<PatternField>();
  let expression = '';
  for (const [run, quoted, letter] of text.matchAll(part)) {
    if (letter === undefined) {
      expression += literal(run, quoted);
      continue;
    }
    const rule = rules[letter]?.(run.length);
    if (rule === undefined) return describeUnknown(run, quote);
    const [field, group] = rule;
    if (fields.has(field)) return `has the field ${quote(run)} twice`;
    fields.add(field);
    expression += `(?<${field}>${group})`;
  }
  return describeMissing(fields) ?? { expression: new RegExp(`^${expression}$`, 'iu'), fields };
}

function literal(run: string, quoted: string | undefined): string {
  if (/^\s+$/.test(run)) return '\\s+';
  // Two quotes are a quote.
  const text = quoted === undefined ? run : quoted.replaceAll("''", "'") || "'";
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
}

function describeUnknown(run: string, quote: Quote): string {
  if (run.startsWith('Y')) {
    return `has ${quote(run)}, the year of a week; the year is ${quote('y'.repeat(run.length))}`;
  }
  return `has ${quote(run)}, which stands for nothing that is read; put text in single quotes, like yyyy-MM-dd'T'HH:mm`;
}

/** A date needs a year and a day of it. */
function describeMissing(fields: ReadonlySet<PatternField>): string | undefined {
  const hasYear = fields.has('year') || fields.has('shortYear');
  const hasMonth = fields.has('month') || fields.has('monthName');
  const hasDay = fields.has('dayOfYear') || (hasMonth && fields.has('day'));
  if (fields.has('hour12') && !fields.has('halfDay')) {
    return 'has the hours 1 to 12 (h) without AM or PM (a); hours 0 to 23 are H';
  }
  if (fields.has('minute') && !fields.has('hour') && !fields.has('hour12')) {
    return 'has minutes (m) without hours (H); months are M';
  }
  if (!hasYear || !hasDay)
    return `names no ${hasYear ? 'day' : 'year'}; expected a pattern like ${example}`;
  return undefined;
}

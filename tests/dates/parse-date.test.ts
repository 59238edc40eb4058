import { describe, expect, test } from '@jest/globals';
import { type DateOrder, type ParsedDate, parseDate } from '../../src/dates/parse-date.js';
import { readDateFormat } from '../../src/imports/options/option-values.js';
import { type DateCase, readCaseZones } from './date-case.js';
import { dateCases } from './date-cases.js';

const outcomeOf = (parsed: ParsedDate) =>
  'instant' in parsed ? parsed.instant.toISOString() : parsed.code;

const messageOf = (text: string, dateOrder?: DateOrder) => {
  const parsed = parseDate(text, { dateOrder });
  return 'instant' in parsed ? 'It was read.' : parsed.message;
};

const parse = ([text, , dateOrder, zones]: DateCase) =>
  parseDate(text, { dateOrder, zones: readCaseZones(zones) });

// The rest parameters keep Jest from passing a `done` callback for an order that is left out.
describe.each(Object.entries(dateCases))('parsing dates, %s:', (_, cases) => {
  test.each(cases)('%j gives %s', (...dateCase) => {
    expect(outcomeOf(parse(dateCase))).toBe(dateCase[1]);
  });
});

const rejections = Object.values(dateCases)
  .flat()
  .filter(([, outcome]) => outcome.startsWith('DATE_'));

describe('the message of a rejected date', () => {
  test.each(rejections)('for %j is a sentence that quotes it', (...dateCase) => {
    const [text] = dateCase;
    const parsed = parse(dateCase);
    const quoted = JSON.stringify(text.trim()).slice(0, 50).replace(/"$/, '');
    expect(parsed).toHaveProperty('message', expect.stringContaining(`The date ${quoted}`));
    expect(parsed).toHaveProperty('message', expect.stringMatching(/[a-z0-9)]\.$/));
  });

  test.each([
    ['Monday, 8 March 2014', 'says Monday, but 8 March 2014 was a Saturday.'],
    ['2023-02-30', 'names day 30 of February 2023, which has the days 1 to 28.'],
    ['2014-13-01', 'names month 13; a year has the months 1 to 12.'],
    ['02/30/2014', 'names day 30 of February 2014, which has the days 1 to 28.'],
    ['May 23', 'does not name a year; write it with four digits, like 2014-03-08.'],
    ['May 2014', 'does not name a day; write it like 2014-03-08.'],
  ])('for %j says what is wrong', (text, explanation) => {
    expect(messageOf(text)).toBe(`The date "${text}" ${explanation}`);
  });

  test.each([
    ['8 March 2014 15:01 CST', 'names the zone CST, which has several meanings'],
    ['8 March 2014 15:01 XYZ', 'names the zone "XYZ", which is not known'],
    ['2014-03-08 15:01:02 Europe/Paris', 'names the zone "Europe/Paris", which is not known'],
    ['2014-03-08T15:01:02[Europe/Paris]', 'names the zone "Europe/Paris", which is not known'],
    ['2014-03-08 14:00-15:00', 'can contain two times, or one with a UTC offset'],
    ['8 March 2014 3pm-5pm', 'contains two times'],
    ['2014-03-08T15:01-15:00', 'has the UTC offset -15:00; offsets lie between -12:00 and +14:00.'],
    ['2014-03-08T15.37', 'has the time 15.37, which can be 15:37 or, as a fraction, 15:22:12'],
    [
      '2014-03-08 15:01.30',
      'has the time 15:01.30, which can be 15:01:30 or, as a fraction, 15:01:18',
    ],
    [
      '2014-03-08 15.5',
      'is a date as far as "2014-03-08"; what follows it, "15.5", is not understood.',
    ],
    ['8 March 2014 15:01 roughly', 'what follows it, "roughly", is not understood.'],
    ['8 March 2014 at 3', 'what follows it, "at 3", is not understood.'],
    ['2014-03-08\u200e', 'contains the invisible character U+200E'],
    ['2014123', 'has seven digits, which can be a day of the year, a date without its zeros, or'],
    ['@20140308150405', 'is marked as Unix time, but its digits are a date and a time'],
  ])('for %j says what is not understood', (text, part) => {
    expect(messageOf(text)).toContain(part);
  });

  test('for a bare number that may be Unix time says which time that is', () => {
    expect(messageOf('1394290800')).toMatch(
      / 2014-03-08T15:00:00Z, mark it with an @ like @1394290800;/,
    );
    expect(messageOf('1394290800345')).toMatch(
      / 2014-03-08T15:00:00\.345Z, mark it .+ @1394290800345;/,
    );
  });

  test.each(['2014030815', '139429080000', '20140230150102', '20140308150102345'])(
    'for %s, which has other meanings, does not suggest an @',
    (text) => {
      expect(messageOf(text)).toBe(
        `The date "${text}" is a bare number; write the date like 2014-03-08.`,
      );
    },
  );

  test.each([
    ['1394290862345678', 'Unix time in microseconds', 'unix-us'],
    ['13038764462345678', 'the time of Chrome, in microseconds since 1601', 'webkit'],
    ['41706', 'the serial date of a spreadsheet', 'excel'],
  ])('for %s names the date format with which it is read', (text, what, name) => {
    expect(messageOf(text)).toBe(
      `The date "${text}" is a bare number; if it is ${what}, set dateFormat to ${name}; otherwise write the date like 2014-03-08.`,
    );
    const dateFormat = readDateFormat(name);
    expect(parseDate(text, { dateFormat })).toMatchObject({
      instant: expect.any(Date),
    });
  });

  test.each(rejections)('for %j gives no advice that leads to another date', (...dateCase) => {
    const [text] = dateCase;
    const message = messageOf(text, dateCase[2]);
    for (const [, advised = ''] of message.matchAll(/ like (@\S+?)[;,.]? /g)) {
      // It says which one it makes.
      const parsed = parseDate(advised);
      const instant = 'instant' in parsed ? parsed.instant.toISOString().replace('.000Z', 'Z') : '';
      expect(message).toContain(`which is ${instant},`);
    }
    for (const [zones] of message.matchAll(/[A-Z]+=[+-]\d\d:\d\d/g)) {
      expect(parse([text, 'DATE_AMBIGUOUS', dateCase[2], zones])).toHaveProperty('instant');
    }
  });

  test('for an ambiguous order names the option that settles it', () => {
    expect(messageOf('01/02/2003')).toContain('dateOrder');
  });

  test('for a long text quotes only its start', () => {
    expect(messageOf('x'.repeat(150))).toContain(`"${'x'.repeat(60)}…"`);
  });

  test('quotes every part of the text as the caller asks', () => {
    const messageOf = (text: string) => parseDate(text, {}, (part) => `<${part}>`);
    expect(messageOf('8 March 2014 \u202eroughly')).toHaveProperty(
      'message',
      'The date <8 March 2014 \u202eroughly> is a date as far as <8 March 2014>; what follows it, <\u202eroughly>, is not understood.',
    );
    expect(messageOf('x'.repeat(201))).toHaveProperty(
      'message',
      `The date <${'x'.repeat(201)}> has 201 characters; at most 200 are allowed.`,
    );
  });
});

describe('hostile dates', () => {
  const tenMegabytes = 10_000_000;

  test.each([
    ['digits', '1'.repeat(tenMegabytes)],
    ['spaces between digits', `1${' '.repeat(tenMegabytes)}1`],
    ['parentheses', '('.repeat(tenMegabytes)],
    ['dates', '2014-03-08 '.repeat(tenMegabytes / 11)],
  ])('of 10 MB of %s are rejected at once, with their length', (_, text) => {
    const before = performance.now();
    expect(messageOf(text)).toMatch(/ has \d+ characters; at most 200 are allowed\.$/);
    expect(performance.now() - before).toBeLessThan(500);
  });

  test('of 10 MB of white space count as missing', () => {
    expect(parseDate(' '.repeat(tenMegabytes))).toHaveProperty('code', 'DATE_MISSING');
  });
});

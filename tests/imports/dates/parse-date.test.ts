import { describe, expect, test } from '@jest/globals';
import { type ParsedDate, parseDate } from '../../../src/imports/dates/parse-date.js';
import { dateCases } from './date-cases.js';

const outcomeOf = (parsed: ParsedDate) =>
  'instant' in parsed ? parsed.instant.toISOString() : parsed.code;

const messageOf = (text: string) => {
  const parsed = parseDate(text);
  return 'instant' in parsed ? 'It was read.' : parsed.message;
};

// The rest parameters keep Jest from passing a `done` callback for an order that is left out.
describe.each(Object.entries(dateCases))('%s', (_, cases) => {
  test.each(cases)('%j gives %s', (...[text, outcome, dateOrder]) => {
    expect(outcomeOf(parseDate(text, { dateOrder }))).toBe(outcome);
  });
});

const refusals = Object.values(dateCases)
  .flat()
  .filter(([, outcome]) => outcome.startsWith('DATE_'));

describe('the message of a refusal', () => {
  test.each(refusals)('about %j is a sentence that quotes it', (...[text, , dateOrder]) => {
    const parsed = parseDate(text, { dateOrder });
    const quoted = JSON.stringify(text.trim()).slice(0, 50).replace(/"$/, '');
    expect(parsed).toHaveProperty('message', expect.stringContaining(`The date ${quoted}`));
    expect(parsed).toHaveProperty('message', expect.stringMatching(/[a-z0-9)]\.$/));
  });

  test.each([
    ['Monday, 8 March 2014', 'says Monday, but 8 March 2014 was a Saturday.'],
    ['2023-02-30', 'names day 30 of February 2023, which has the days 1 to 28.'],
    ['2014-13-01', 'names month 13; a year has the months 1 to 12.'],
    ['02/30/2014', 'names day 30 of February 2014, which has the days 1 to 28.'],
    ['May 23', 'names no year; write it with four digits, like 2014-03-08.'],
    ['May 2014', 'does not say which day is meant; write it like 2014-03-08.'],
  ])('about %j says what is wrong', (text, explanation) => {
    expect(messageOf(text)).toBe(`The date "${text}" ${explanation}`);
  });

  test('about a bare number proposes the @ of a Unix time', () => {
    expect(messageOf('1394290800')).toContain('@1394290800');
  });

  test('about an ambiguous order names the option that settles it', () => {
    expect(messageOf('01/02/2003')).toContain('dateOrder');
  });

  test('about a long text quotes its start alone', () => {
    expect(messageOf('x'.repeat(150))).toContain(`"${'x'.repeat(60)}…"`);
  });

  test('escapes what a terminal would act on', () => {
    expect(messageOf('\u001b[2J')).toContain('"\\u001b[2J"');
  });
});

describe('hostile texts', () => {
  const tenMegabytes = 10_000_000;

  test.each([
    ['digits', '1'.repeat(tenMegabytes)],
    ['spaces between digits', `1${' '.repeat(tenMegabytes)}1`],
    ['parentheses', '('.repeat(tenMegabytes)],
    ['dates', '2014-03-08 '.repeat(tenMegabytes / 11)],
  ])('of 10 MB of %s are refused at once, with their length', (_, text) => {
    const before = performance.now();
    expect(messageOf(text)).toMatch(/ has \d+ characters; at most 200 are read\.$/);
    expect(performance.now() - before).toBeLessThan(500);
  });

  test('of 10 MB of white space are blank', () => {
    expect(parseDate(' '.repeat(tenMegabytes))).toHaveProperty('code', 'DATE_MISSING');
  });
});

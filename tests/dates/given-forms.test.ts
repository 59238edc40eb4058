// cspell:ignore sábado

import { describe, expect, test } from '@jest/globals';
import { type DateFormat, parseDateFormat } from '../../src/dates/given/date-format.js';
import { findTimeZone } from '../../src/dates/given/time-zone.js';
import { type DateOptions, parseDate } from '../../src/dates/parse-date.js';

function formatOf(text: string): DateFormat {
  const format = parseDateFormat(text, JSON.stringify);
  if ('fault' in format) throw new Error(format.fault);
  return format;
}

function outcomeOf(text: string, options: DateOptions): string {
  const date = parseDate(text, options);
  return 'instant' in date ? date.instant.toISOString() : date.code;
}

const at = '2014-03-08T15:01:02.000Z';
const day = '2014-03-08T00:00:00.000Z';

describe('a date in a given format:', () => {
  test.each([
    ['unix', '1394290862', at],
    ['unix', '1394290862,5', '2014-03-08T15:01:02.500Z'],
    ['unix', '-1.5', '1969-12-31T23:59:58.500Z'],
    ['unix', '2014-03-08', 'DATE_UNREADABLE'],
    ['unix', '', 'DATE_MISSING'],
    ['unix-ms', '1394290862000', at],
    ['unix-us', '1394290862000999', at],
    ['unix-ns', '1394290862000999999', at],
    ['webkit', '13038764462000000', at],
    ['filetime', '130387644620000000', at],
    ['cocoa', '415983662', at],
    ['excel', '41706.62571759259', at],
    ['excel', '41706', day],
    ['excel', '59', '1900-02-28T00:00:00.000Z'],
    ['excel', '60', 'DATE_IMPOSSIBLE'],
    ['excel', '61', '1900-03-01T00:00:00.000Z'],
    ['excel', '0.5', 'DATE_IMPOSSIBLE'],
    ['excel-1904', '40244,5', '2014-03-08T12:00:00.000Z'],
    ['yyyy-MM-dd HH:mm', '2014-03-08 15:01', '2014-03-08T15:01:00.000Z'],
    ['yyyy-MM-dd HH:mm', '2014-03-08', 'DATE_UNREADABLE'],
    ['d.M.yyyy', '8.3.2014', day],
    ['d MMM yyyy', '8 mars 2014', day],
    ["EEEE d 'de' MMMM 'de' yyyy", 'sábado 8 de março de 2014', day],
    ['EEEE d MMMM yyyy', 'Sunday 8 March 2014', 'DATE_IMPOSSIBLE'],
    ['dd.MM.yyyy', '31.02.2014', 'DATE_IMPOSSIBLE'],
    ['MM/dd/yyyy hh:mm a', '03/08/2014 03:01 PM', '2014-03-08T15:01:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", '2014-03-08T16:01:02+01:00', at],
    ['yyyyMMddHHmmssSSS', '20140308150102000', at],
    ['yyyy.DDD', '2014.067', day],
    ['dd/MM/yy', '08/03/14', 'DATE_AMBIGUOUS'],
    ['EEE MMM dd HH:mm:ss zzz yyyy', 'Sat Mar 08 15:01:02 CST 2014', 'DATE_AMBIGUOUS'],
    ['EEE MMM dd HH:mm:ss zzz yyyy', 'Sat Mar 08 15:01:02 UTC 2014', at],
  ])('%s, %j', (name, text, expected) => {
    expect(outcomeOf(text, { dateFormat: formatOf(name) })).toBe(expected);
  });
});

test.each([
  ['YYYY-MM-dd', 'has "YYYY", the year of a week; the year is "yyyy".'],
  ['yyyy-mm-dd', 'has minutes (m) without hours (H); months are M.'],
  ['yyyy-MM', 'names no day; expected a pattern like'],
  ['HH:mm', 'names no year; expected a pattern like'],
  ['yyyy-MM-dd hh:mm', 'has the hours 1 to 12 (h) without AM or PM (a)'],
  ['yyyy-MM-dd bb', 'has "bb", which stands for nothing that is read'],
  ['yyyy-MM-dd dd', 'has the field "dd" twice'],
  ['epoch', 'is unknown; expected unix, unix-ms,'],
])('the date format %s is refused with what is wrong with it', (name, fault) => {
  expect(parseDateFormat(name, JSON.stringify)).toEqual({ fault: expect.stringContaining(fault) });
});

describe('a time without an offset in a given zone:', () => {
  test.each([
    ['Europe/Paris', '2014-03-08 16:01:02', at],
    ['Europe/Paris', '2014-03-08T16:01:02', at],
    ['Europe/Paris', '20140308160102', at],
    ['Europe/Paris', '8 March 2014 16:01:02', at],
    ['Europe/Paris', '2014-03-08T15:01:02Z', at],
    ['Europe/Paris', '2014-03-08', day],
    ['Europe/Paris', '2014-03-30 02:30', 'DATE_IMPOSSIBLE'],
    ['Europe/Paris', '2014-03-30 03:30', '2014-03-30T01:30:00.000Z'],
    ['Europe/Paris', '2014-10-26 02:30', 'DATE_AMBIGUOUS'],
    ['Europe/Paris', '2014-10-26 02:30 +01:00', '2014-10-26T01:30:00.000Z'],
    ['Pacific/Apia', '2011-12-30 12:00', 'DATE_IMPOSSIBLE'],
    ['Asia/Kolkata', '2014-03-08 20:31:02', at],
  ])('%s, %j', (zone, text, expected) => {
    expect(outcomeOf(text, { timeZone: findTimeZone(zone) })).toBe(expected);
  });

  test('is that of a spreadsheet as well, but not for a day alone', () => {
    const options = { timeZone: findTimeZone('Europe/Paris'), dateFormat: formatOf('excel') };
    expect(outcomeOf('41706.5', options)).toBe('2014-03-08T11:00:00.000Z');
    expect(outcomeOf('41706', options)).toBe(day);
  });
});

test('a time zone that the IANA database does not have is unknown', () => {
  expect(findTimeZone('Europe/Atlantis')).toBeUndefined();
});

describe('a year of two digits in a given century:', () => {
  test.each<[string, DateOptions['dateOrder'], string]>([
    ['3/8/14', 'MDY', day],
    ['8.3.14', 'DMY', day],
    ['08-MAR-14', undefined, day],
    ['Mar 8, 14', undefined, day],
    ['31/12/99', undefined, '2099-12-31T00:00:00.000Z'],
    ['25/12/14', undefined, 'DATE_AMBIGUOUS'],
    ['3/8/14', undefined, 'DATE_AMBIGUOUS'],
  ])('%s in the order %s', (text, dateOrder, expected) => {
    expect(outcomeOf(text, { century: 2000, dateOrder })).toBe(expected);
  });
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDate } from '../../src/dates/parse-date.js';
import { zoneNames } from '../../src/dates/times/zone-names.js';
import {
  hourWords,
  minuteWords,
  ordinalEndings,
  secondWords,
  weekdaysByName,
} from '../../src/dates/words/date-words.js';
import { dateCases } from './date-cases.js';

const texts = Object.values(dateCases)
  .flat()
  .map(([text]) => text);

const valid = texts.filter((text) => 'instant' in parseDate(text));

const instants = fc.date({
  min: new Date('1000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

const instantOf = (text: string) => {
  const parsed = parseDate(text);
  return 'instant' in parsed ? parsed.instant.toISOString() : `${text}: ${parsed.code}`;
};

/** The words of the grammar that can end a date. */
const closingWords = new Set([
  ...hourWords,
  ...minuteWords,
  ...secondWords,
  ...ordinalEndings,
  ...zoneNames.keys(),
  ...weekdaysByName.keys(),
  'am',
  'pm',
]);

/** Pieces of dates in any order come much further into the grammar than random characters do. */
const shreds = fc
  .array(fc.constantFrom(...texts.flatMap((text) => text.split(/(?<=[^a-z])|(?=[^a-z])/i))), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

test('any text has an outcome, within milliseconds and without a throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), shreds), (text) => {
      const before = process.cpuUsage();
      const parsed = parseDate(text);
      expect('instant' in parsed || parsed.message.endsWith('.')).toBe(true);
      // A few microseconds are usual; the bound leaves room for a collection of garbage.
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
    }),
    { numRuns: 5000 },
  );
});

test('no piece of a date takes long when it is repeated up to the maximum length', () => {
  const pieces = [...new Set(texts.flatMap((text) => text.match(/[a-z]+|\d+|[^a-z\d]/gi) ?? []))];
  for (const piece of pieces.filter((text) => text.length <= 200)) {
    const text = piece.repeat(Math.floor(199 / piece.length));
    const before = process.cpuUsage();
    parseDate(`8 March 2014 ${text}`.slice(0, 200));
    parseDate(`${text}!`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
  }
});

test('any instant in range is read back from each form of ISO 8601', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const iso = instant.toISOString();
      const basic = iso.replace(/[-:]/g, '');
      const forms = [
        iso,
        iso.slice(0, -1),
        iso.toLowerCase(),
        iso.replace('T', ' '),
        iso.replace('.', ','),
        iso.replace('Z', '999Z'),
        iso.replace('Z', '+00:00'),
        iso.replace('Z', ' UTC'),
        `+00${iso}`,
        basic,
        `  ${basic.replace('T', ' ')}\n`,
      ];
      expect(forms.map(instantOf)).toEqual(forms.map(() => iso));
    }),
  );
});

test('an offset moves an instant by just as much', () => {
  const minutes = fc.integer({ min: -720, max: 840 });
  fc.assert(
    fc.property(instants, minutes, (instant, offset) => {
      const local = new Date(instant.getTime() + offset * 60_000);
      fc.pre(/^\d/.test(local.toISOString()));
      const digits = (value: number) => String(Math.trunc(value)).padStart(2, '0');
      const size = Math.abs(offset);
      const suffix = `${offset < 0 ? '-' : '+'}${digits(size / 60)}:${digits(size % 60)}`;
      expect(instantOf(local.toISOString().replace('Z', suffix))).toBe(instant.toISOString());
    }),
  );
});

test('any instant in range is read back from what JavaScript prints, to the second', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const second = new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString();
      expect(instantOf(instant.toUTCString())).toBe(second);
    }),
  );
});

test('letters after a date are rejected unless they are a word that may follow it', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdeghimnoprstuzAMPZ'), minLength: 1 });
  fc.assert(
    fc.property(fc.constantFrom(...valid), letters, fc.boolean(), (text, suffix, isApart) => {
      const longer = `${text.trimEnd()}${isApart ? ' ' : ''}${suffix}`;
      const lastWord = /[a-z]+$/.exec(longer.toLowerCase())?.[0] ?? '';
      fc.pre(!closingWords.has(lastWord));
      const parsed = parseDate(longer);
      expect(parsed).not.toHaveProperty('instant');
    }),
    { numRuns: 3000 },
  );
});

test('a character that no date contains is rejected wherever it stands', () => {
  const strange = fc.constantFrom(...'!"#$%&*;<=>?[\\]^_`{|}~\u0000\u200b\u0663\uff15年');
  fc.assert(
    fc.property(fc.constantFrom(...valid), strange, fc.nat(), (text, mark, at) => {
      const trimmed = text.trim().replace(/\s*\(.*\)$|\[.*\]$/, '');
      const index = at % (trimmed.length + 1);
      const parsed = parseDate(trimmed.slice(0, index) + mark + trimmed.slice(index));
      expect(parsed).not.toHaveProperty('instant');
    }),
    { numRuns: 3000 },
  );
});

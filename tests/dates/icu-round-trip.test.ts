import { describe, expect, test } from '@jest/globals';
import { parseDate } from '../../src/dates/parse-date.js';
import { monthsByName, weekdaysByName } from '../../src/dates/words/date-words.js';

const locales = [
  ...['en-US', 'en-GB', 'fr', 'fr-CA', 'pt-BR', 'pt-PT', 'es', 'es-MX', 'de', 'de-AT', 'de-CH'],
  'it',
];
const dateStyles = ['full', 'long', 'medium'] as const;
const timeStyles = ['medium', 'short', undefined] as const;

/** Every day of a leap year and of a common one, at hours on both sides of noon and midnight. */
const instants = Array.from({ length: 731 }, (_, day) =>
  Date.UTC(2023, 0, 1 + day, (day * 7) % 24, (day * 13) % 60, (day * 17) % 60),
);

/** What the style leaves out of an instant is zero in what is read. */
function cut(instant: number, timeStyle: (typeof timeStyles)[number]): number {
  const unit = timeStyle === 'medium' ? 1000 : timeStyle === 'short' ? 60_000 : 86_400_000;
  return Math.floor(instant / unit) * unit;
}

const styles = locales.flatMap((locale) =>
  dateStyles.flatMap((dateStyle) =>
    timeStyles.map((timeStyle) => ({ locale, dateStyle, timeStyle })),
  ),
);

const hasMonthName = (locale: string, dateStyle: (typeof dateStyles)[number]) =>
  !/^\d+\D\d+\D\d+$/.test(new Intl.DateTimeFormat(locale, { dateStyle }).format(0));

describe('what ICU prints is read back as the same instant', () => {
  test.each(styles)('in $locale, date $dateStyle, time $timeStyle', (style) => {
    const { locale, dateStyle, timeStyle } = style;
    const format = new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      dateStyle,
      ...(timeStyle && { timeStyle }),
    });
    // In numbers alone, which German and Portuguese put in the order day, month, year.
    const options = hasMonthName(locale, dateStyle) ? {} : { dateOrder: 'DMY' as const };
    const misread = instants.filter((instant) => {
      const parsed = parseDate(format.format(instant), options);
      return !('instant' in parsed) || parsed.instant.getTime() !== cut(instant, timeStyle);
    });
    expect(misread.map((instant) => format.format(instant))).toEqual([]);
  });
});

describe('the month and weekday names of the six languages:', () => {
  test.each(locales)('every month name that ICU prints without a day is read in %s', (locale) => {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        const name = format.format(Date.UTC(2023, index, 15));
        const midnight = new Date(Date.UTC(2023, index, 15));
        expect([name, parseDate(`15 ${name} 2023`)]).toEqual([name, { instant: midnight }]);
      }
    }
  });

  test('no month name means another month in another language, except jui', () => {
    const collisions = [...monthsByName].filter(([, months]) => months.length > 1);
    expect(collisions).toEqual([['jui', [6, 7]]]);
  });

  test('no weekday name means another weekday in another language', () => {
    expect([...weekdaysByName].filter(([, weekdays]) => weekdays.length > 1)).toEqual([]);
  });

  test('only mar names both a month and a weekday', () => {
    expect([...monthsByName.keys()].filter((name) => weekdaysByName.has(name))).toEqual(['mar']);
  });
});

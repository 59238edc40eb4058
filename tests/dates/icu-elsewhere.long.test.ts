import { expect, test } from '@jest/globals';
import { parseDate } from '../../src/dates/parse-date.js';

// With points in times, two words for one month, years last or first, and clocks of twelve hours.
const locales = [
  ...[
    'en-US',
    'en-GB',
    'en-AU',
    'en-IN',
    'en-NZ',
    'fr',
    'fr-CA',
    'pt-BR',
    'es-MX',
    'de',
    'it',
    'da',
    'id',
    'nb',
  ],
  ...['sv', 'nl', 'pl', 'cs', 'tr', 'ca', 'gl', 'ro', 'lt', 'et', 'af', 'kl'],
];
const timeZones = [
  ...['UTC', 'Europe/Paris', 'Europe/London', 'Europe/Moscow', 'America/New_York'],
  ...['America/Chicago', 'America/St_Johns', 'Asia/Kolkata', 'Asia/Tokyo', 'Asia/Shanghai'],
  ...['Australia/Adelaide', 'Pacific/Auckland', 'Pacific/Honolulu'],
];
const styles = ['full', 'long', 'medium', 'short'] as const;

const instants = Array.from({ length: 6 }, (_, n) =>
  Date.UTC(2014, n * 2, 3 + n * 5, (n * 7 + 4) % 24, (n * 13 + 30) % 60, n * 11),
);

/** What clocks in each zone show, as if it were UTC; by the style of the time. */
const shown = new Map<string, readonly number[]>(
  timeZones.flatMap((timeZone) =>
    (['medium', 'short'] as const).map((timeStyle) => {
      const clock = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle });
      const times = instants.map((at) => Date.parse(`${clock.format(at).replace(' ', 'T')}Z`));
      return [`${timeZone} ${timeStyle}`, times] as const;
    }),
  ),
);

test.each(locales)('what ICU prints in %s is read as the same time, or rejected', (locale) => {
  const dateOrder = locale === 'en-US' ? 'MDY' : 'DMY';
  const misread: string[] = [];
  let read = 0;
  for (const timeZone of timeZones) {
    for (const dateStyle of styles) {
      for (const timeStyle of styles) {
        const format = new Intl.DateTimeFormat(locale, { timeZone, dateStyle, timeStyle });
        // The longer styles name the zone.
        const times = shown.get(`${timeZone} ${timeStyle}`) ?? instants;
        for (const [at, instant] of instants.entries()) {
          const text = format.format(instant);
          const parsed = parseDate(text, { dateOrder });
          if (!('instant' in parsed)) continue;
          read += 1;
          if (parsed.instant.getTime() !== times[at]) misread.push(text);
        }
      }
    }
  }
  expect([misread, read > 0]).toEqual([[], true]);
});

import { dateLocale } from './say.js';

type Form = 'day' | 'time' | 'month' | 'year';

const options: Readonly<Record<Form, Intl.DateTimeFormatOptions>> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date in UTC: as a year, a month or a day, or with its time. */
export function formatDate(date: string | number, form: Form): string {
  const key = `${dateLocale()} ${form}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(dateLocale(), { timeZone: 'UTC', ...options[form] });
    formats.set(key, format);
  }
  return format.format(new Date(date));
}

/** A record's date, with its time unless that is midnight, which stands for a date without one. */
export function formatRecordDate(date: string): string {
  return formatDate(date, date.slice(10).startsWith('T00:00:00.000') ? 'day' : 'time');
}

import type { DateOptions } from '../date-options.js';
import type { Outcome } from '../parsed-date.js';
import { resolveReading } from '../resolve-reading.js';
import { parseOffsets, readZoneText } from '../times/zone.js';
import { mailZoneNames } from '../times/zone-names.js';
import type { Zones } from '../times/zones.js';
import { monthsByName, weekdaysByName } from '../words/date-words.js';

type Groups = Readonly<Record<string, string | undefined>>;

const weekdayPattern = '(?:(?<weekday>mon|tue|wed|thu|fri|sat|sun|[a-z]{3,6}day) ?, ?)';
const monthPattern = '(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const timePattern = '(?<hour>\\d\\d):(?<minute>\\d\\d)';

const mailDate = new RegExp(
  `^${weekdayPattern}?(?<day>\\d{1,2}) ${monthPattern} (?<year>\\d{2,4}) ${timePattern}(?::(?<second>\\d\\d))? ` +
    `(?<zone>[+-]\\d{4}|[a-z]{1,10})(?: ?\\([^()]*\\))?$`,
  'i',
);
const webDate = new RegExp(
  `^${weekdayPattern}(?<day>\\d\\d)-${monthPattern}-(?<year>\\d\\d) ${timePattern}:(?<second>\\d\\d) (?<zone>gmt|utc|ut)$`,
  'i',
);

const mailZones = parseOffsets(mailZoneNames);

/**
 * Reads the two forms whose standards define the century of an abbreviated year, which is ambiguous
 * anywhere else. Mail: RFC 2822, 4.3 (`5 May 95 15:01 EST`), which also defines
 * CST. Web: RFC 850, which RFC 9110 still allows, with the pivot of RFC 6265, 5.1.1 (`Saturday,
 * 08-Mar-94 15:01:02 GMT`).
 */
export function readProtocolDate(text: string, { zones }: DateOptions): Outcome {
  const mail = mailDate.exec(text)?.groups;
  const groups = mail ?? webDate.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const month = monthsByName.get((groups.month ?? '').toLowerCase())?.[0];
  const weekdays = weekdaysByName.get((groups.weekday ?? '').toLowerCase());
  const zone = readZone(groups, zones);
  if (month === undefined || zone === undefined || (groups.weekday && weekdays === undefined))
    return undefined;
  const year = Number(groups.year);
  const century = mail === undefined ? centuryOnWeb(year) : centuryInMail(groups.year ?? '');
  return resolveReading({
    dates: [{ year: year + century, month, day: Number(groups.day) }],
    weekdays,
    time: {
      hour: Number(groups.hour),
      minute: Number(groups.minute),
      second: Number(groups.second ?? 0),
      millisecond: 0,
    },
    zone,
  });
}

function readZone({ weekday = '', zone = '' }: Groups, zones: Zones | undefined) {
  const name = zone.toLowerCase();
  // Mail abbreviates its weekdays. The caller's zones take precedence.
  const isMail = weekday.length <= 3 && zones?.has(name) !== true;
  return (isMail ? mailZones.get(name) : undefined) ?? readZoneText(name, zones);
}

function centuryInMail(digits: string): number {
  if (digits.length === 4) return 0;
  return digits.length === 2 && Number(digits) < 50 ? 2000 : 1900;
}

function centuryOnWeb(year: number): number {
  return year < 70 ? 2000 : 1900;
}

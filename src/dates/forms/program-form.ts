import type { Outcome } from '../parsed-date.js';

/** Forms of programs that no other parser knows, each with its equivalent in ISO 8601. */
const forms: readonly (readonly [RegExp, string])[] = [
  // EXIF: 2014:03:08 15:01:02
  [/^(\d{4}):(\d\d):(\d\d) (?=\d)/, '$1-$2-$3 '],
  // DB2: 2014-03-08-15.01.02.345678
  [/^(\d{4}-\d\d-\d\d)-(\d\d)\.(\d\d)\.(\d\d)(?=\.\d+$|$)/, '$1T$2:$3:$4'],
  // Logs: 2014-03-08 15:01:02:345
  [/^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d):(?=\d{3}$)/, '$1.'],
  // XML Schema: 2014-03-08Z. After a hyphen, it may be a time of day.
  [/^(\d{4}-\d\d-\d\d)(?=(?:Z|\+\d\d:\d\d)$)/, '$1T00:00:00'],
  // Java, by RFC 9557: 2014-03-08T16:01:02+01:00[Europe/Paris], whose offset suffices
  [/(?<=:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))\[[\w/+-]+\]$/, ''],
];

const dotNetDate = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

/**
 * Reads what EXIF, DB2, XML Schema, Java, .NET (`/Date(1394290862000)/`) and some logs write.
 *
 * @param readIso reads the equivalent in ISO 8601
 */
export function readProgramForm(text: string, readIso: (text: string) => Outcome): Outcome {
  const milliseconds = dotNetDate.exec(text)?.[1];
  if (milliseconds !== undefined) return Number(milliseconds);
  const form = forms.find(([pattern]) => pattern.test(text));
  return form && readIso(text.replace(...form));
}

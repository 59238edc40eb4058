import { foldWord } from './fold-word.js';

/** The locales whose names of months and weekdays are understood, as in ICU. de-CH adds none. */
const writtenLocales = [
  'en-US',
  'en-GB',
  'fr',
  'fr-CA',
  'pt-BR',
  'pt-PT',
  'es',
  'es-MX',
  'de',
  'de-AT',
  'it',
] as const;

/** Names that people write and ICU lacks, folded. `jui` is short for both juin and juillet. */
const monthSpellings: readonly (readonly string[])[] = [
  ['janv', 'jaenner', 'jaen'],
  ['febr', 'fevr', 'feb', 'fev', 'feber', 'febb'],
  ['marz', 'mrz', 'maerz', 'maer', 'mar'],
  ['avr', 'apr', 'abr'],
  ['may', 'mai'],
  ['jun', 'giu', 'jui'],
  ['jul', 'juil', 'juill', 'jui'],
  ['aug', 'ago'],
  ['sep', 'sept', 'set', 'sett', 'setiembre'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

const weekdaySpellings: readonly (readonly string[])[] = [
  [],
  [],
  ['tues'],
  ['weds'],
  ['thur', 'thurs'],
  [],
  ['sonnabend'],
];

type Field = 'month' | 'weekday';

/** Creating a format takes half a millisecond, so each one provides both names. */
const formats = writtenLocales.flatMap((locale) =>
  (['long', 'short'] as const).map(
    (style) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: 'UTC',
        weekday: style,
        month: style,
        day: 'numeric',
      }),
  ),
);

/** The months, 1 to 12, that a folded name can mean in any of the languages. */
export const monthsByName: ReadonlyMap<string, readonly number[]> = collectNames(
  'month',
  monthSpellings.map((spellings, index) => ({
    value: index + 1,
    instant: Date.UTC(2023, index, 15),
    spellings,
  })),
);

/** The weekdays, 0 for Sunday, that a folded name can mean in any of the languages. */
export const weekdaysByName: ReadonlyMap<string, readonly number[]> = collectNames(
  'weekday',
  // 1 January 2023 was a Sunday.
  weekdaySpellings.map((spellings, index) => ({
    value: index,
    instant: Date.UTC(2023, 0, 1 + index),
    spellings,
  })),
);

function collectNames(
  field: Field,
  samples: readonly { value: number; instant: number; spellings: readonly string[] }[],
): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (const { value, instant, spellings } of samples) {
    const printed = formats.map((format) => printName(format, field, instant));
    for (const name of new Set([...printed, ...spellings])) {
      // In Portugal, a month next to a day is abbreviated to its number.
      if (/^[a-z]+$/.test(name)) {
        names.set(name, [...(names.get(name) ?? []), value]);
      }
    }
  }
  return names;
}

function printName(format: Intl.DateTimeFormat, field: Field, instant: number): string {
  const part = format.formatToParts(instant).find(({ type }) => type === field);
  // The grammar reads the `-feira` of Portuguese weekdays, which people often omit.
  return foldWord(part?.value ?? '').replace(/-feira$|\.$/, '');
}

/** Words that join the day, the month and the year. */
export const links: ReadonlySet<string> = new Set(
  'of the de del do di d den der le el il'.split(' '),
);

/** Words that introduce a date, before or after its weekday. */
export const leads: ReadonlySet<string> = new Set(
  'on the le el il lo den der am em o de del dia'.split(' '),
);

/** Words that lose their vowel before `8` and `11`, like the Italian `l'8 marzo`. */
export const elidedLeads: ReadonlySet<string> = new Set(['l', 'dell']);

/** Words that introduce a time. */
export const timeLeads: ReadonlySet<string> = new Set('at a as alle ore um kl'.split(' '));

/** What may come second: `a las`, `a la`, `alle ore`. */
export const secondTimeLeads: ReadonlySet<string> = new Set(['las', 'la', 'ore']);

/** Words that follow an hour, or hour and minute. */
export const hourWords: ReadonlySet<string> = new Set(
  'h hs hr hrs uhr heure heures hora horas'.split(' '),
);

export const minuteWords: ReadonlySet<string> = new Set(['m', 'min', 'mn']);

export const secondWords: ReadonlySet<string> = new Set(['s', 'sec', 'seg']);

export const noonWords: ReadonlySet<string> = new Set(
  'noon midday midi mediodia mittag mittags mezzogiorno'.split(' '),
);

export const midnightWords: ReadonlySet<string> = new Set(
  'midnight minuit medianoche mitternacht mezzanotte'.split(' '),
);

/** What follows a day without a space, like `1st`, `1er`, `1º` and, where º cannot be typed, `1o`. */
export const ordinalEndings: ReadonlySet<string> = new Set(
  'st nd rd th er re e eme ere o º ª °'.split(' '),
);

const wordLists = [
  monthsByName,
  weekdaysByName,
  links,
  leads,
  timeLeads,
  secondTimeLeads,
  hourWords,
  minuteWords,
  secondWords,
  noonWords,
  midnightWords,
  new Set(['am', 'pm']),
];

/** Whether a folded word has a meaning in dates, and so cannot name a zone. */
export const isDateWord = (word: string) => wordLists.some((words) => words.has(word));

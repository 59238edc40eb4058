import { readFileSync } from 'node:fs';
import type { Random } from '#input/random';

type List = readonly string[];

interface Language {
  readonly months: List;
  readonly betweenDayMonthAndYear: string;
  readonly heads: List;
  readonly topics: List;
  /** A `%` stands for the name of a place. */
  readonly tails: List;
}

interface Addresses {
  readonly names: List;
  readonly suffixes: List;
  readonly sections: List;
  readonly pages: List;
  readonly endings: List;
}

interface Places {
  readonly starts: List;
  readonly middles: List;
  readonly ends: List;
}

// Read, not imported: tsc, Jest and Node disagree on how a JSON module is imported.
const readWords = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`./words/${name}.json`, import.meta.url), 'utf8')) as T;

const english = readWords<Language>('english');
const languages = [english, readWords<Language>('french'), readWords<Language>('portuguese')];
const addresses = readWords<Addresses>('addresses');
const places = readWords<Places>('places');

/** Words for searches that must find next to nothing: each is in about 1 title of 100,000. */
const needles: List = ['axolotl', 'quetzal', 'zwieback', 'jacaranda', 'okapi'];
const titlesPerNeedle = 100_000;

// About 20,000 hosts in the first million rows.
const hostScale = 130;
const placeScale = 20;
const daysFrom1970To2020 = 18_628;
const millisecondsPerDay = 86_400_000;

/** A valid item before it is written down: from it, every spelling and every kind of dirt is made. */
export interface Draft {
  readonly language: Language;
  readonly title: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** With its leading slash and its query, if any. */
  readonly path: string;
  readonly instant: Date;
  readonly spelling: Spelling;
}

/** The five ways in which people wrote dates, each with what it can express. */
export const spellings = {
  hour: { seconds: 3_600, write: ({ instant }) => instant.toISOString().slice(0, 13) },
  second: { seconds: 1, write: ({ instant }) => instant.toISOString().slice(0, 19) },
  monthFirst: {
    seconds: 86_400,
    write: ({ instant }) =>
      `${englishMonth(instant)} ${twoDigitDay(instant)} ${instant.getUTCFullYear()}`,
  },
  dayFirst: {
    seconds: 86_400,
    write: ({ instant }) =>
      `${twoDigitDay(instant)} ${englishMonth(instant).slice(0, 3)} ${instant.getUTCFullYear()}`,
  },
  written: {
    seconds: 86_400,
    write: ({ instant, language: { months, betweenDayMonthAndYear } }) =>
      [instant.getUTCDate(), at(months, instant.getUTCMonth()), instant.getUTCFullYear()].join(
        betweenDayMonthAndYear,
      ),
  },
} as const satisfies Record<
  string,
  { readonly seconds: number; readonly write: (draft: Draft) => string }
>;

/** A key of {@link spellings}. */
export type Spelling = keyof typeof spellings;

// Two fifths ISO, half English, the rest in the title's own language.
const spellingsByFrequency: readonly Spelling[] = [
  ...(['hour', 'hour', 'second', 'second'] as const),
  ...(['monthFirst', 'monthFirst', 'monthFirst', 'dayFirst', 'dayFirst', 'written'] as const),
];

const at = (list: List, index: number): string => list[index % list.length] as string;
const twoDigitDay = (instant: Date): string => String(instant.getUTCDate()).padStart(2, '0');

/** The English name of the month, `March`. */
export const englishMonth = (instant: Date): string => at(english.months, instant.getUTCMonth());

/** Draws a valid item. The order of the draws is part of the output: changing it changes every row. */
export function drawDraft(random: Random): Draft {
  const language = random.pick(languages);
  const spelling = random.pick(spellingsByFrequency);
  const day = random.below(daysFrom1970To2020) * millisecondsPerDay;
  const step = spellings[spelling].seconds * 1000;
  return {
    language,
    spelling,
    title: drawTitle(random, language),
    scheme: random.below(4) === 0 ? 'http' : 'https',
    host: hostOfRank(random.rank(hostScale)),
    path: drawPath(random),
    instant: new Date(day + random.below(millisecondsPerDay / step) * step),
  };
}

function drawTitle(random: Random, { heads, topics, tails }: Language): string {
  const place = placeOfRank(random.rank(placeScale));
  const tail = random.pick(tails).replace('%', place);
  const title = `${random.pick(heads)} ${random.pick(topics)} ${tail}`.trimEnd();
  const needle = needles[random.below(titlesPerNeedle)];
  return needle === undefined ? title : `${title}, ${needle}`;
}

function placeOfRank(rank: number): string {
  const { starts, middles, ends } = places;
  const middleRank = Math.floor(rank / starts.length);
  const endRank = Math.floor(middleRank / middles.length);
  return at(starts, rank) + at(middles, middleRank) + at(ends, endRank + rank);
}

// Every rank has a host of its own. All are under names that RFC 2606 reserves: a demo that
// follows its links must not reach a real site.
function hostOfRank(rank: number): string {
  const { names, suffixes } = addresses;
  const second = Math.floor(rank / names.length);
  const number = Math.floor(second / names.length);
  const name = second === 0 ? at(names, rank) : `${at(names, rank)}-${at(names, second)}`;
  const prefix = rank % 3 === 0 ? 'www.' : '';
  return `${prefix}${name}${number === 0 ? '' : `-${number}`}${at(suffixes, rank)}`;
}

function drawPath(random: Random): string {
  const { sections, pages, endings } = addresses;
  const section = random.pick(sections);
  const number = random.below(3) === 0 ? `-${random.below(100_000)}` : '';
  const page = `${random.pick(pages)}${number}${random.pick(endings)}`;
  return random.below(8) === 0 ? '/' : `/${section}/${page}`;
}

// cspell:ignore nuit
import { figureOf, type Known, pageOf, type Request, texts } from './requests.ts';

// What the table has for searches that nothing narrows down.
const wanted = 60;
const wantedFigure = 1500;
const orders = ['DATE_DESC', 'DATE_ASC', 'ADDED_DESC', 'ADDED_ASC'] as const;

const title = (contains: string) => ({ title: { contains } });
const { common, otherCommon, rare, otherRare } = texts;
const years = { gte: '1990-01-01', lt: '2015-01-01' };

/** Searches beyond the specification's table. */
export function furtherRows(known: Known): Request[] {
  return [...combinations(known), ...unusualTexts(), ...deepPages(known), ...figures(known)];
}

function combinations({ hosts: [most, few] }: Known): Request[] {
  const rows: Record<string, object> = {
    'a common and a rare text': { and: [common, rare] },
    'either of a common and a rare text': { or: [common, rare] },
    'either of two common texts': { or: [common, otherCommon] },
    'all without a common text': { not: common },
    'all without a rare text': { not: rare },
    'a common text without another': { and: [common, { not: otherCommon }] },
    'a rare text without a common one': { and: [rare, { not: common }] },
    'neither of two common texts, in some years': {
      not: { or: [common, otherCommon] },
      date: years,
    },
    'two common words and two characters': { and: [common, title('qu'), title('ux')] },
    'three texts, nested': {
      or: [{ and: [common, { not: title('des') }] }, { and: [otherRare, title('of')] }],
    },
    'text in the title or URI': { text: 'lighthouses' },
    'two texts in the title or URI, together nowhere': {
      and: [{ text: 'lighthouses' }, { text: 'confort' }],
    },
    'a common text of the most common site': { ...common, site: most },
    'a common text of a rare site': { ...common, site: few },
    'two characters nowhere, of the most common site': { ...title('zq'), site: most },
    'two common words nowhere, in some years': { and: [common, otherCommon], date: years },
  };
  return Object.entries(rows).map(([name, filter]) => pageOf(name, filter, wanted));
}

function unusualTexts(): Request[] {
  const rows: Record<string, object> = {
    'one character, rare': title('%'),
    'one character, common': title('e'),
    'one character, astral': title('😀'),
    'two characters, non-ASCII': title('東京'),
    'three characters, non-ASCII': title('мир'),
    'a phrase that is there': title('des trains de nuit'),
    'starts with a common text': { title: { startsWith: 'le confort des' } },
    'starts with one character': { title: { startsWith: 'z' } },
    'starts with two characters, nowhere': { title: { startsWith: 'zq' } },
    'equals a title': { title: { equals: 'Le confort des trains de nuit' } },
    'equals no title': { title: { equals: 'Le confort' } },
    'URI starts with a scheme': { uri: { startsWith: 'https://www.' } },
    'URI contains two characters, nowhere': { uri: { contains: 'qj' } },
    'common words in another order, nowhere': title('nuit de trains des confort'),
    'a long text, nowhere': title('des trains de nuit '.repeat(12).trim()),
  };
  return Object.entries(rows).map(([name, filter]) => pageOf(name, filter, wanted));
}

/** From the middle of each list on, in both directions, and its end. */
function deepPages({ cursors, hosts: [most] }: Known): Request[] {
  const filters: Record<string, object | null> = {
    'all records': null,
    'a common text': common,
    'two common texts, nowhere': { and: [common, otherCommon] },
    'two characters of a site': { ...title('on'), site: most },
    'a common text, in some years': { ...common, date: years },
  };
  return orders.flatMap((orderBy) =>
    Object.entries(filters).flatMap(([what, filter]) => {
      const cursor = cursors[orderBy];
      const name = `${what}, ${orderBy}`;
      return [
        pageOf(`${name}: deep`, filter, wanted, {
          ...{ orderBy, cursor, args: 'first: 20, after: $cursor' },
        }),
        pageOf(`${name}: deep, backwards`, filter, wanted, {
          ...{ orderBy, cursor, args: 'last: 20, before: $cursor' },
        }),
        pageOf(`${name}: end`, filter, wanted, { orderBy, args: 'last: 20' }),
      ];
    }),
  );
}

function figures({ hosts: [most], hasFast }: Known): Request[] {
  const all = 'totalCount histogram(by: MONTH) { start count } topSites { count }';
  const rows: Record<string, object> = {
    'two characters': title('on'),
    'all without a common text': { not: common },
    'two common words, together nowhere': { and: [common, otherCommon] },
    'either of two common texts, in some years': { or: [common, otherCommon], date: years },
    'a common text of a site': { ...common, site: most },
  };
  return Object.entries(rows).flatMap(([name, filter]) => [
    figureOf(`all figures of ${name}`, all, filter, wantedFigure),
    ...(hasFast ? [figureOf(`all figures of ${name}, fast`, all, filter, 100, 'FAST')] : []),
  ]);
}

// cspell:ignore phax
/** A request to measure, and how long its answer may take. */
export interface Request {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds at 10 M records, on MariaDB and MySQL; twice as many on SQLite. */
  readonly wanted: number;
}

/** What requests need to know of the data. */
export interface Known {
  /** A part of one URI. */
  readonly uriPart: string;
  /** The cursor of a record far inside the list, in each order. */
  readonly cursors: Readonly<Record<string, string>>;
  /** The host with the most records, and one with few. */
  readonly hosts: readonly [most: string, few: string];
  /** Whether the service has `accuracy: FAST`. */
  readonly hasFast: boolean;
}

const page = 'nodes { id title uri date } pageInfo { hasNextPage hasPreviousPage endCursor }';

/** Searches for a page. */
export function pageOf(
  name: string,
  filter: object | null,
  wanted: number,
  { orderBy = 'DATE_DESC', args = 'first: 20', cursor }: PageOptions = {},
): Request {
  const query = `query ($filter: RecordFilter, $orderBy: RecordOrder!, $cursor: String) {
    records(filter: $filter, orderBy: $orderBy, ${args}) { ${page} } }`;
  const text = args.includes('$cursor') ? query : query.replace(', $cursor: String', '');
  return { name, query: text, variables: { filter, orderBy, cursor }, wanted };
}

interface PageOptions {
  readonly orderBy?: string;
  readonly args?: string;
  readonly cursor?: string | undefined;
}

/** Asks for a figure of a list. */
export function figureOf(
  name: string,
  field: string,
  filter: object | null,
  wanted: number,
  accuracy: 'EXACT' | 'FAST' = 'EXACT',
): Request {
  const fast = accuracy === 'FAST' ? ', accuracy: FAST' : '';
  const query = `query ($filter: RecordFilter) { records(filter: $filter${fast}) { ${field} } }`;
  return { name, query, variables: { filter }, wanted };
}

const title = (contains: string) => ({ title: { contains } });

/** The texts that the requests look for, by how often they are in generated titles. */
export const texts = {
  common: title('confort'),
  otherCommon: title('lighthouses'),
  rare: title('axolotl'),
  otherRare: title('quetzal'),
};
const year = { gte: '2012-01-01', lt: '2013-01-01' };
const eightYears = { gte: '2004-01-01', lt: '2012-01-01' };
const day = { gte: '2012-05-01', lt: '2012-05-02' };

const month = 'histogram(by: MONTH) { start count }';
const top = 'topSites { count site { host } }';

/** The rows of the specification's table, in its order. */
export function tableRows({ uriPart, hasFast }: Known): Request[] {
  const { common, otherCommon, rare, otherRare } = texts;
  const both = (name: string, field: string, exact: number, fast: number) => [
    figureOf(`${name}, exact`, field, common, exact),
    ...(hasFast ? [figureOf(`${name}, fast`, `isExact ${field}`, common, fast, 'FAST')] : []),
  ];
  return [
    pageOf('newest 20', null, 8),
    pageOf('20 of a year', { date: year }, 8),
    pageOf('common text', common, 21),
    pageOf('common text, in eight years', { ...common, date: eightYears }, 21),
    pageOf('common text, on one day', { ...common, date: day }, 21),
    pageOf('common text, oldest first', common, 21, { orderBy: 'DATE_ASC' }),
    pageOf('rare text', rare, 30),
    pageOf('unique part of a URI', { uri: { contains: uriPart } }, 30),
    pageOf('either of two rare texts', { or: [rare, otherRare] }, 30),
    pageOf('absent text of rare trigrams', title('xyzzyx'), 4),
    pageOf('absent text of common trigrams and a rare one', title('le confort des phax'), 11),
    pageOf('one character, present', title('q'), 5),
    pageOf('two characters, present', title('on'), 5),
    pageOf('one character, absent', title('東'), 30),
    pageOf('two characters, absent', title('qz'), 30),
    pageOf('two characters, very rare', title('zw'), 30),
    pageOf('two common words, together nowhere', { and: [common, otherCommon] }, 60),
    pageOf('phrase of common words, nowhere', title('lighthouses of mountain huts'), 60),
    figureOf('totalCount of all', 'totalCount', null, 5),
    figureOf('totalCount of a year', 'totalCount', { date: year }, 20),
    figureOf('totalCount of a rare text', 'totalCount', rare, 30),
    ...both('totalCount of a common text', 'totalCount', 1000, 60),
    figureOf('histogram by year of all', 'histogram(by: YEAR) { start count }', null, 10),
    ...both('histogram by month of a common text', month, 1500, 100),
    figureOf('topSites of all', top, null, 10),
    ...both('topSites of a common text', top, 1500, 100),
    {
      name: 'sites by records',
      query: '{ sites(first: 20, orderBy: RECORDS_DESC) { nodes { host recordCount } } }',
      variables: {},
      wanted: 10,
    },
    figureOf(
      'histogram by day of a year',
      'histogram(by: DAY) { start count }',
      { date: year },
      20,
    ),
  ];
}

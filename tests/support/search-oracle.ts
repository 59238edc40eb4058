import type { Service } from './service.js';

/** A stored record as the oracle knows it. */
export interface OracleRecord {
  readonly id: string;
  readonly title: string;
  /** The uri as it is stored and, where that differs, as people read it. */
  readonly uris: readonly string[];
  readonly date: string;
  readonly host: string;
}

/** A filter as it is sent. */
export interface OracleFilter {
  readonly date?: { [bound in 'gte' | 'gt' | 'lte' | 'lt']?: string | null } | null;
  readonly title?: OracleText | null;
  readonly uri?: OracleText | null;
  readonly text?: string | null;
  readonly site?: string | null;
  readonly and?: readonly OracleFilter[] | null;
  readonly or?: readonly OracleFilter[] | null;
  readonly not?: OracleFilter | null;
}

type OracleText = { [match in 'contains' | 'startsWith' | 'equals']?: string | null };

const letters = new Map(
  Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ς: 'σ' }),
);

const isOneOf = (characters: string) => (character: string) => characters.includes(character);
const isApostrophe = isOneOf('‘’‚‛‹›❛❜❟′‵ʹʻʼʽʾʿ՚׳ꞌ'); // cspell:disable-line
const isQuote = isOneOf('“”„‟«»❝❞❠❮❯〝〞〟ʺˮ״⹂');
const isDash = isOneOf('‐‑‒–—―−⸺⸻˗֊־᠆⸗⹀');
const others = new Map(Object.entries({ '⋯': '...', '⁄': '/', '∕': '/', '〜': '~' }));
const spelt = new Map([...'´΄᾽᾿῾'].map((each) => [each, "'"]));
for (const each of '″‶') spelt.set(each, '"');

const foldedTexts = new Map<string, string>();

/** Folds character by character, where the service folds the text as a whole. */
export function foldOracle(text: string): string {
  const known = foldedTexts.get(text);
  if (known !== undefined) return known;
  const folded = fold(text);
  foldedTexts.set(text, folded);
  return folded;
}

function fold(text: string): string {
  let folded = '';
  const bare = text.replace(/^\p{Cc}+|\p{Cc}+$/gu, '') || text;
  const plain = [...bare.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ')];
  const visible = plain.filter((each) => !/\p{DI}/u.test(each));
  const compatible = visible.map((each) => spelt.get(each) ?? each).join('');
  for (const character of compatible.normalize('NFKD')) {
    const code = character.codePointAt(0) ?? 0;
    // A mark has no space of its own, whether it is kept or not.
    if (/\p{M}/u.test(character)) folded = folded.trimEnd();
    if (code >= 0x300 && code < 0x370) continue;
    const lower = character.toLowerCase();
    if (isApostrophe(lower)) folded += "'";
    else if (isQuote(lower)) folded += '"';
    else if (isDash(lower)) folded += '-';
    else folded += letters.get(lower) ?? others.get(lower) ?? lower;
  }
  return folded.normalize('NFC').replace(/ +/g, ' ');
}

/** Whether the record satisfies the filter, by plain code that shares nothing with the service. */
export function matches(filter: OracleFilter, record: OracleRecord): boolean {
  const { date, title, uri, text, site, and, or, not } = filter;
  const at = Date.parse(record.date);
  const within = (bound: string | null | undefined, holds: (limit: number) => boolean) =>
    bound == null || holds(Date.parse(bound));
  const holds = (part: OracleFilter) => matches(part, record);
  return (
    within(date?.gte, (limit) => at >= limit) &&
    within(date?.gt, (limit) => at > limit) &&
    within(date?.lte, (limit) => at <= limit) &&
    within(date?.lt, (limit) => at < limit) &&
    textMatches(title, [record.title]) &&
    textMatches(uri, record.uris) &&
    textMatches({ contains: text ?? null }, [record.title, ...record.uris]) &&
    (site == null || site.toLowerCase() === record.host) &&
    (and == null || and.every(holds)) &&
    (or == null || or.some(holds)) &&
    (not == null || !holds(not))
  );
}

function textMatches(filter: OracleText | null | undefined, forms: readonly string[]): boolean {
  const { contains, startsWith, equals } = filter ?? {};
  const some = (wanted: string | null | undefined, test: (form: string, text: string) => boolean) =>
    wanted == null || forms.some((form) => test(foldOracle(form).trim(), foldOracle(wanted)));
  return (
    some(contains, (form, text) => form.includes(text)) &&
    some(startsWith, (form, text) => form.startsWith(text.trimStart())) &&
    some(equals, (form, text) => form === text.trim())
  );
}

const oneSearch = `query ($filter: RecordFilter, $orderBy: RecordOrder!, $after: String) {
  records(filter: $filter, orderBy: $orderBy, first: 100, after: $after) {
    nodes { id: databaseId } pageInfo { hasNextPage endCursor }
  }
}`;

interface OnePage {
  readonly records: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** The numbers of all records that a search finds, page by page. */
export async function searchIds(
  service: Service,
  filter: OracleFilter | null,
  orderBy = 'ADDED_ASC',
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { records }: OnePage = await service.query(oneSearch, { filter, orderBy, after });
    ids.push(...records.nodes.map(({ id }) => id));
    if (ids.length > 20_000) throw new Error('The walk through the pages does not end.');
    after = records.pageInfo.hasNextPage ? records.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}

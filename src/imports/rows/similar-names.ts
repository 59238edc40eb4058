// cspell:disable -- names as programs write them, in lower case and without separators

// cspell:ignore titre titolo titulo titel lien enlace collegamento adresse endereco direccion indirizzo
// cspell:ignore fecha datum

import { type Field, fields } from '../normalise/item-fields.js';
import type { ColumnMap } from './column-map.js';

/** Synonyms of each field, the likeliest first: letters and digits in lower case. */
const synonyms: Readonly<Record<Field, readonly string[]>> = {
  title: [
    ...['title', 'name', 'headline', 'heading', 'subject', 'label', 'caption', 'pagetitle'],
    ...[
      'resolvedtitle',
      'giventitle',
      'linktext',
      'description',
      'text',
      'fullname',
      'displayname',
    ],
    ...['titre', 'titulo', 'titolo', 'titel'],
  ],
  uri: [
    ...['uri', 'url', 'href', 'link', 'permalink', 'hyperlink', 'address', 'webaddress', 'website'],
    ...['resolvedurl', 'givenurl', 'expandedurl', 'canonicalurl', 'originalurl', 'sourceurl'],
    ...['pageurl', 'page', 'location', 'loc', 'target', 'guid'],
    ...['lien', 'enlace', 'collegamento', 'adresse', 'endereco', 'direccion', 'indirizzo'],
  ],
  date: [
    ...[
      'date',
      'datetime',
      'published',
      'publishedat',
      'publicationdate',
      'publishdate',
      'pubdate',
    ],
    ...[
      'created',
      'createdat',
      'createdon',
      'creationdate',
      'createddate',
      'createdtime',
      'createdutc',
    ],
    ...['dateadded', 'timeadded', 'adddate', 'added', 'addedat', 'saved', 'savedat', 'savedon'],
    ...['posted', 'postedat', 'bookmarked', 'bookmarkedat', 'time', 'timestamp', 'when', 'day'],
    ...['visited', 'lastvisited', 'lastvisittime', 'modified', 'lastmodified', 'lastmod'],
    ...['modifiedat', 'updated', 'updatedat', 'lastupdated', 'issued'],
    ...['fecha', 'data', 'datum'],
  ],
};

/** Words that identify other names, and words with which a name means something else. */
const words: Readonly<Record<Field, readonly [known: RegExp, others: RegExp]>> = {
  title: [
    /^(?:title|headline|heading|subject|name)$/,
    /^(?:author|user|file|folder|site|host|domain|first|last|middle|tag|list|short|job)s?$/,
  ],
  uri: [
    /^(?:ur[il]|href|link|permalink|hyperlink)$/,
    /^(?:image|img|icon|favicon|thumb|thumbnail|avatar|cover|picture|photo|logo|feed|rss|api|comment)s?$/,
  ],
  date: [
    /^(?:date|datetime|time|timestamp)$/,
    /^(?:read|reading|due|birth|zone|duration|elapsed|expiry|expires|end)$/,
  ],
};

/**
 * Proposes a name for each missing field: one that people and programs commonly use for it. Names that
 * belong to other fields are not proposed.
 *
 * @param map the names of the fields that are present
 */
export function findSimilarNames(
  names: readonly string[],
  missing: readonly Field[],
  map: ColumnMap,
): ColumnMap {
  const there = fields.filter((field) => !missing.includes(field));
  const taken = new Set(there.map((field) => (map[field] ?? field).toLowerCase()));
  const free = () => names.filter((name) => !taken.has(name.toLowerCase()));
  const proposed: { [F in Field]?: string } = {};
  for (const find of [bySynonym, byWords]) {
    for (const field of missing) {
      const name = proposed[field] === undefined ? find(field, free()) : undefined;
      if (name === undefined) continue;
      proposed[field] = name;
      taken.add(name.toLowerCase());
    }
  }
  return proposed;
}

function bySynonym(field: Field, names: readonly string[]): string | undefined {
  for (const synonym of synonyms[field]) {
    const name = names.find((each) => splitWords(each).join('') === synonym);
    if (name !== undefined) return name;
  }
  return undefined;
}

function byWords(field: Field, names: readonly string[]): string | undefined {
  const [known, others] = words[field];
  return names.find((name) => {
    const all = splitWords(name);
    return all.some((word) => known.test(word)) && !all.some((word) => others.test(word));
  });
}

/** The words of a name like `createdAt`, `Date Added` or `time_added`, in lower case and without accents. */
function splitWords(name: string): string[] {
  return (
    name
      .slice(0, 100)
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

import { type RawBuilder, sql } from 'kysely';
import type { SearchIndex, TextCandidates } from '../engine.js';
import { intersect, union } from '../search/posting-list.js';
import { hashTrigram, selectTrigrams } from '../search/trigrams.js';
import type { Statements } from '../statements.js';
import {
  addPostings,
  type PostingSizes,
  readPostingLists,
  readPostingSizes,
} from './mysql-postings.js';

// Bounds of one lookup, for any number of texts: the trigrams whose lists are measured,
// and the bytes of the lists that are read.
const maxTrigrams = 96;
const maxTrigramsOfText = 16;
const maxBytes = 500_000;

/** Text search by a table of posting lists of trigrams, see ADR 6. */
export const mysqlSearchIndex: SearchIndex = {
  servesCommonText: false,

  async candidateRecords(candidates, max, { reader }) {
    const ids = await findCandidateIds(candidates, reader);
    return ids === undefined || ids.length > max ? undefined : selectRecords(ids);
  },

  addRecordsAfter: (lastId, { writer }) => addPostings(lastId, writer),
};

/** The ids are sent as one value, and no query planner can choose to read the table in another order. */
function selectRecords(ids: readonly number[]): RawBuilder<unknown> {
  return sql`json_table(${JSON.stringify(ids)},
      '$[*]' columns (candidate_id bigint unsigned path '$')) as candidate
    straight_join record on record.id = candidate.candidate_id`;
}

/**
 * Finds the ids of the records that may contain the texts, at a single moment; undefined if
 * their trigrams are too common to be read.
 */
async function findCandidateIds(
  candidates: TextCandidates,
  reader: Statements,
): Promise<readonly number[] | undefined> {
  const texts = [...collectTexts(candidates)];
  const trigramsOfEach = Math.min(maxTrigramsOfText, Math.ceil(maxTrigrams / texts.length));
  const trigrams = new Map(
    texts.map((text) => [text, selectTrigrams(text, trigramsOfEach).map(hashTrigram)]),
  );
  const sizes = await readPostingSizes([...new Set([...trigrams.values()].flat())], reader);
  const bytesOfEach = Math.floor(maxBytes / texts.length);
  const chosen = new Map(
    texts.map((text) => [text, chooseRarest(trigrams.get(text) ?? [], sizes, bytesOfEach)]),
  );
  const lists = await readPostingLists(
    [...new Set([...chosen.values()].flatMap((each) => each ?? []))],
    sizes.lastId,
    reader,
  );
  const found = new Map(
    texts.map((text) => [text, chosen.get(text)?.map((trigram) => lists.get(trigram) ?? [])]),
  );
  const ids = new Map([...found].map(([text, each]) => [text, each && intersect(each)]));
  return combine(candidates, ids);
}

function collectTexts(candidates: TextCandidates): Set<string> {
  if ('text' in candidates) return new Set([candidates.text]);
  const parts = 'all' in candidates ? candidates.all : candidates.any;
  return new Set(parts.flatMap((part) => [...collectTexts(part)]));
}

// A list of this length, or of this many times the shortest one, is read faster than the records that
// it might rule out.
const alwaysReadBytes = 64_000;
const worthReading = 16;

/**
 * Chooses the trigrams whose lists find the records of a text: none if there is no such record,
 * undefined if all lists are too long.
 */
function chooseRarest(
  trigrams: readonly number[],
  { bytes, lastId }: PostingSizes,
  maxBytes: number,
): readonly number[] | undefined {
  if (trigrams.some((trigram) => !bytes.has(trigram))) return [];
  const sizeOf = (trigram: number) => bytes.get(trigram) ?? 0;
  const [first = 0, ...others] = trigrams.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  let total = sizeOf(first);
  // A text in every fourth record is soon found by walking the sort order.
  if (total > Math.min(maxBytes, Math.max(alwaysReadBytes, lastId / 4))) return undefined;
  const longest = alwaysReadBytes + worthReading * total;
  const chosen = [first];
  for (const trigram of others) {
    total += sizeOf(trigram);
    if (total > maxBytes || sizeOf(trigram) > longest) break;
    chosen.push(trigram);
  }
  return chosen;
}

/** Combines the ids found for each text. A text that is too common rules nothing out. */
function combine(
  candidates: TextCandidates,
  ids: ReadonlyMap<string, readonly number[] | undefined>,
): readonly number[] | undefined {
  if ('text' in candidates) return ids.get(candidates.text);
  const parts = 'all' in candidates ? candidates.all : candidates.any;
  const found = parts.map((part) => combine(part, ids));
  const known = found.filter((each) => each !== undefined);
  if ('all' in candidates) return known.length === 0 ? undefined : intersect(known);
  return known.length < found.length ? undefined : union(known);
}

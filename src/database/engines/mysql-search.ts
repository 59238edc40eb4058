import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.js';
import type { SearchIndex, TextCandidates } from '../engine.js';
import { insertNew } from '../insert-new.js';
import { wantedTrigrams } from '../trigrams.js';

/**
 * A trigram as a word that the full-text parsers of MySQL and MariaDB take as it is: letters and
 * digits only, long enough, and no stop word. Two trigrams may share a word; the candidates are
 * compared with the text anyway.
 */
export function trigramWord(trigram: string): string {
  return [...trigramWords(trigram)].join();
}

/** The words of a text's trigrams, each once. An import makes a million of them, so it is plain. */
function trigramWords(text: string): Set<string> {
  const words = new Set<string>();
  let first = -1;
  let second = -1;
  for (let at = 0; at < text.length; at += 1) {
    const third = text.codePointAt(at) ?? 0;
    if (third > 0xffff) at += 1;
    if (first >= 0) words.add(wordOf(mix(mix(mix(0x811c9dc5, first), second), third) >>> 0));
    first = second;
    second = third;
  }
  return words;
}

/** A step of FNV-1a, over code points. */
const mix = (hash: number, point: number) => Math.imul(hash ^ point, 0x01000193);

const known = new Map<number, string>();
const maxKnown = 50_000;

/** Most trigrams are the same few thousand. */
function wordOf(hash: number): string {
  const found = known.get(hash);
  if (found !== undefined) return found;
  const word = `t${hash.toString(36)}`;
  if (known.size < maxKnown) known.set(hash, word);
  return word;
}

/** The expression of a boolean full-text search for rows that hold every trigram of the texts. */
function matchExpression(candidates: TextCandidates): string {
  if ('text' in candidates) {
    return wantedTrigrams(candidates.text)
      .map((trigram) => `+${trigramWord(trigram)}`)
      .join(' ');
  }
  return 'all' in candidates
    ? candidates.all.map((part) => `+(${matchExpression(part)})`).join(' ')
    : candidates.any.map((part) => `(${matchExpression(part)})`).join(' ');
}

/** Whether a row holds the texts: what the index would tell, without the index. */
function holds(candidates: TextCandidates): RawBuilder<unknown> {
  if ('text' in candidates) {
    return sql`instr(concat(title_folded, uri_folded), ${candidates.text}) > 0`;
  }
  const [parts, operator] =
    'all' in candidates ? [candidates.all, sql` and `] : [candidates.any, sql` or `];
  return sql`(${sql.join(parts.map(holds), operator)})`;
}

/**
 * The ids of the candidates, by a full-text search, of which InnoDB does not decide like of other
 * reads what it sees:
 * - It sees an import that is being committed, and the half of it that is indexed yet. But which
 *   records the statement sees is decided by its first read: a row that is found by its key is read
 *   before all searches, so a half-indexed import is not seen at all.
 * - When InnoDB writes its list of recent rows to disk, a search for several words that is under
 *   way loses some of them. So it is done twice, one after the other: no row is lost both times.
 *
 * @param space makes the second search another one than the first
 */
function matchingIds(candidates: TextCandidates, space: '' | ' '): RawBuilder<unknown> {
  return sql`select record_id as candidate_id
    from data_version straight_join record_search where data_version.id = 1
    and match (trigrams) against (${matchExpression(candidates) + space} in boolean mode)`;
}

const sampleRows = 2000;
// A walk for text in fewer rows than these of the sample would take longer than the index.
const commonInSample = 4;
// Making their words takes this thread some milliseconds.
const rowsPerRead = 250;

/** Text search by an InnoDB full-text index over words that stand for trigrams. */
export const mysqlSearchIndex: SearchIndex = {
  servesCommonText: false,

  // A full-text search finds all its rows before the first is to be had, so counting costs as much
  // as reading. How common a text is, the latest records tell.
  countCandidates: (
    candidates,
    limit,
  ) => sql`select if(count(*) < ${commonInSample}, 0, ${limit}) as count
    from (select 1 from (select title_folded, uri_folded from record order by id desc limit ${sampleRows}) as sample
      where ${holds(candidates)} limit ${commonInSample}) as hits`,

  candidateRecords: (candidates) => sql`(${matchingIds(candidates, '')}
    union ${matchingIds(candidates, ' ')}) as candidate
    straight_join record on record.id = candidate.candidate_id`,

  async addRecordsAfter(lastId, database) {
    for (let from = lastId; ; ) {
      const records = await foldedAfter(from, database);
      if (records.length === 0) return;
      await insertNew(database, {
        table: 'record_search',
        uniqueColumns: ['record_id'],
        columns: ['record_id', 'trigrams'],
        rows: records.map(({ id, title_folded, uri_folded }) => [
          id,
          [...trigramWords(title_folded + uri_folded)].join(' '),
        ]),
      });
      from = records.at(-1)?.id ?? from;
    }
  },
};

function foldedAfter(id: number, { writer }: Database) {
  return writer
    .selectFrom('record')
    .select(['id', 'title_folded', 'uri_folded'])
    .where('id', '>', id)
    .orderBy('id')
    .limit(rowsPerRead)
    .execute();
}

import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.js';
import type { SearchIndex, TextCandidates } from '../engine.js';
import { insertNew } from '../insert-new.js';
import { trigramsOf, wantedTrigrams } from '../trigrams.js';

/**
 * A trigram as a word that the full-text parsers of MySQL and MariaDB take as it is: letters and
 * digits only, long enough, and no stop word. Two trigrams may share a word; the candidates are
 * compared with the text anyway.
 */
export function trigramWord(trigram: string): string {
  let hash = 0x811c9dc5;
  for (const point of trigram) {
    // FNV-1a over code points.
    hash = Math.imul(hash ^ (point.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return `t${hash.toString(36)}`;
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

const sampleRows = 2000;
// A walk for text in fewer rows than these of the sample would take longer than the index.
const commonInSample = 4;
const rowsPerRead = 1000;

/** Text search by an InnoDB full-text index over words that stand for trigrams. */
export const mysqlSearchIndex: SearchIndex = {
  // A full-text search finds all its rows before the first is to be had, so counting costs as much
  // as reading. How common a text is, the latest records tell.
  countCandidates: (
    candidates,
    limit,
  ) => sql`select if(count(*) < ${commonInSample}, 0, ${limit}) as count
    from (select 1 from (select title_folded, uri_folded from record order by id desc limit ${sampleRows}) as sample
      where ${holds(candidates)} limit ${commonInSample}) as hits`,

  candidateRecords: (candidates) => sql`(select record_id as candidate_id from record_search
    where match (trigrams) against (${matchExpression(candidates)} in boolean mode)) as candidate
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
          Array.from(trigramsOf(title_folded + uri_folded), trigramWord).join(' '),
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

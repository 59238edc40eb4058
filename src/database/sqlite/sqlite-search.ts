import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { foldingVersion } from '../../text/fold-text.js';
import type { SearchIndex, TextCandidates } from '../engine.js';
import { selectTrigrams } from '../search/trigrams.js';

/**
 * The column of the index. It is named after the version of the folding, so that a program of another
 * version cannot import: its records would not be found. It can still search, which names no column.
 */
const foldedColumn = `folded_${foldingVersion}`;

/** The FTS5 expression for rows that contain every trigram of the texts. */
function matchExpression(candidates: TextCandidates): string {
  if ('text' in candidates) return selectTrigrams(candidates.text).map(quoted).join(' AND ');
  const [parts, operator] =
    'all' in candidates ? [candidates.all, ' AND '] : [candidates.any, ' OR '];
  return parts.map((part) => `(${matchExpression(part)})`).join(operator);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const recordsPerTurn = 500;

/** Text search by FTS5, see ADR 3. */
export const sqliteSearchIndex: SearchIndex = {
  servesCommonText: true,
  async candidateRecords(candidates, max, { reader }) {
    const matching = sql`from record_search where record_search match ${matchExpression(candidates)}`;
    if (max < Infinity) {
      const { rows } = await sql<{ count: number }>`select count(*) as count
        from (select 1 ${matching} limit ${max + 1})`.execute(reader);
      if (Number(rows[0]?.count) > max) return undefined;
    }
    // In SQLite, a cross join fixes the order in which tables are read.
    return sql`(select rowid as candidate_id ${matching})
      cross join record on record.id = candidate_id`;
  },
  async addRecordsAfter(lastId, { writer }) {
    const { rows } = await sql<{ id: number }>`select max(id) as id from record`.execute(writer);
    const end = rows[0]?.id ?? lastId;
    for (let from = lastId; from < end; from += recordsPerTurn) {
      // SQLite works on this thread, so other requests run in between.
      if (from > lastId) await nextTurn();
      await sql`insert into record_search (rowid, ${sql.raw(foldedColumn)})
        select id, title_folded || uri_folded from record
        where id > ${from} and id <= ${from + recordsPerTurn}`.execute(writer);
    }
  },
};

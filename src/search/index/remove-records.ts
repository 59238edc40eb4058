import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Statements } from '../../database/statements.js';
import { indexFormat, lowerTail, readStoredState, type StoredState } from './index-state.js';

const idsPerStatement = 1000;

/**
 * Removes records, and their columns from the index, in a transaction that holds the lock of the data. The
 * lists of trigrams keep their places, at which the site 0 says that no record is there any more.
 *
 * @param ids those that are not stored are ignored
 * @returns how many records were removed
 */
export async function removeRecords({ writer }: Database, ids: readonly number[]): Promise<number> {
  const state = await readStoredState(writer);
  const isIndexed = (id: number) => id <= state.indexedTo;
  const inTail = await deleteRecords(
    writer,
    ids.filter((id) => !isIndexed(id)),
  );
  const sorted = ids.filter(isIndexed).toSorted((a, b) => a - b);
  const indexed = await deleteRecords(writer, sorted);
  if (indexed > 0) await clearSites(writer, sorted, state);
  if (indexed + inTail > 0) {
    await sql`update search_state set ${lowerTail(inTail)},
      revision = revision + 1 where id = 1`.execute(writer);
  }
  return indexed + inTail;
}

async function deleteRecords(writer: Statements, ids: readonly number[]): Promise<number> {
  let deleted = 0;
  for (let from = 0; from < ids.length; from += idsPerStatement) {
    const part = ids.slice(from, from + idsPerStatement);
    const result = await sql`delete from record where id in (${sql.join(part)})`.execute(writer);
    deleted += Number(result.numAffectedRows ?? 0);
  }
  return deleted;
}

async function clearSites(
  writer: Statements,
  ids: readonly number[],
  { format, blocks }: StoredState,
): Promise<void> {
  if (format !== indexFormat) {
    // It cannot be changed by this program: it is built from nothing by those that it was built by.
    await sql`update search_state set format = 0 where id = 1`.execute(writer);
    return;
  }
  const { rows } = await sql<{ block: number; first: number; last: number }>`
    select block, first_id as ${sql.ref('first')}, last_id as ${sql.ref('last')} from search_block
    where block < ${blocks} order by block`.execute(writer);
  let at = 0;
  for (const { block, first, last } of rows) {
    const from = at;
    while (at < ids.length && (ids[at] ?? 0) <= last) at += 1;
    const inBlock = ids.slice(from, at).map((id) => id - first);
    if (inBlock.length > 0) await clearSitesOfBlock(writer, block, new Set(inBlock));
  }
}

async function clearSitesOfBlock(
  writer: Statements,
  block: number,
  removed: ReadonlySet<number>,
): Promise<void> {
  const { rows } = await sql<{ offsets: Buffer; sites: Buffer }>`
    select offsets, sites from search_block where block = ${block}`.execute(writer);
  const [row] = rows;
  if (row === undefined) throw new Error(`The block ${block} of the search index is not there.`);
  const sites = Buffer.from(row.sites);
  const records = sites.length / 4;
  const bytes = row.offsets.length / records;
  for (let place = 0; place < records; place += 1) {
    if (removed.has(row.offsets.readUIntLE(bytes * place, bytes)))
      sites.writeUInt32LE(0, 4 * place);
  }
  await sql`update search_block set sites = ${sites} where block = ${block}`.execute(writer);
}

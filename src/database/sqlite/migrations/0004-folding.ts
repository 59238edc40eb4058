import { Migration } from '@mikro-orm/migrations';
import { lockData, raiseDataVersion } from '../../data-version-row.js';
import type { Tables } from '../../database.js';
import { foldAnew } from '../../migrations/fold-anew.js';
import { foldedColumn, sqliteSearchIndex } from '../sqlite-search.js';

/**
 * Folds and indexes all records by the rules of this program, see ADR 12. It is all one transaction:
 * where it was cut short, nothing has happened.
 */
export class Migration0004Folding extends Migration {
  override async up(): Promise<void> {
    const writer = this.getEntityManager().getKysely<Tables>({ type: 'write' });
    await lockData({ writer });
    await foldAnew(writer);
    await this.execute('drop table record_search');
    await this.execute(`create virtual table record_search using fts5 (
      ${foldedColumn}, content = '', columnsize = 0, detail = none,
      tokenize = 'trigram case_sensitive 1')`);
    // Makes an import's chunk one part of the index, and not many that are then read and joined.
    await this.execute(
      "insert into record_search (record_search, rank) values ('hashsize', 16777216)",
    );
    await sqliteSearchIndex.addRecordsAfter(0, { writer });
    await raiseDataVersion({ writer });
  }
}

import type { SqliteConnection } from '@mikro-orm/sqlite';
import { LRUCache } from 'lru-cache';

type NativeClient = Awaited<ReturnType<SqliteConnection['getNativeClient']>>;
type Statement = ReturnType<NativeClient['prepare']>;

const maxStatements = 200;
// A statement with hundreds of parameters is rarely repeated with the same number of them.
const maxLength = 4000;

/**
 * Caches the prepared statements of a connection, as preparing one takes longer than most searches run.
 * SQLite prepares a cached statement again by itself when the schema has changed. Since a statement is
 * shared by all callers that prepare the same text, none of them may change how it returns its rows.
 */
export function cacheStatements(client: NativeClient): void {
  const cache = new LRUCache<string, Statement>({ max: maxStatements });
  const prepare = client.prepare.bind(client) as (text: string) => Statement;
  const prepareOnce = (text: string): Statement => {
    const known = cache.get(text);
    // A statement whose rows are being iterated over cannot be run a second time.
    if (known !== undefined && !known.busy) return known;
    const statement = prepare(text);
    if (text.length > maxLength) return statement;
    cache.set(text, statement);
    return statement;
  };
  client.prepare = prepareOnce as NativeClient['prepare'];
}

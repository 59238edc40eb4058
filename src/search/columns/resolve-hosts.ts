import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Condition } from '../condition.js';

const never: Condition = { any: [] };

/** Replaces the conditions on hosts by such on sites, which one statement finds. */
export async function resolveHosts(
  { reader }: Pick<Database, 'reader'>,
  conditions: readonly Condition[],
): Promise<Condition[]> {
  const hosts = new Set(conditions.flatMap((condition) => [...hostsOf(condition)]));
  if (hosts.size === 0) return [...conditions];
  const { rows } = await sql<{ id: number; host: string }>`
    select id, host from site where host in (${sql.join([...hosts])})`.execute(reader);
  const sites = new Map(rows.map(({ id, host }) => [host, Number(id)]));
  return conditions.map((condition) => replaceHosts(condition, sites));
}

function hostsOf(condition: Condition): string[] {
  if ('host' in condition) return [condition.host];
  if ('not' in condition) return hostsOf(condition.not);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.flatMap(hostsOf);
}

function replaceHosts(condition: Condition, sites: ReadonlyMap<string, number>): Condition {
  if ('host' in condition) {
    const siteId = sites.get(condition.host);
    return siteId === undefined ? never : { siteId };
  }
  const replace = (each: Condition) => replaceHosts(each, sites);
  if ('all' in condition) return { all: condition.all.map(replace) };
  if ('any' in condition) return { any: condition.any.map(replace) };
  return 'not' in condition ? { not: replace(condition.not) } : condition;
}

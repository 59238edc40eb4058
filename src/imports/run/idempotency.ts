import { hash } from 'node:crypto';
import type { Database } from '../../database/database.js';
import type { DateOptions } from '../../dates/parse-date.js';
import { RequestError } from '../../errors/request-error.js';
import type { ImportRow } from '../graphql/import-loaders.js';
import type { ReceivedItem } from '../normalise/normalise-record.js';
import { zonesIdentity } from '../normalise/read-zones.js';
import { findKeyedImport, type KeyedImport, releaseKey } from '../store/import-repository.js';
import type { ImportRequest } from './import-request.js';

const keyLifeMs = 24 * 60 * 60 * 1000;

/** What decides whether two requests with the same idempotency key are the same one. */
export function requestDigest(
  { items, source, mode, dateOrder }: ImportRequest,
  { zones }: DateOptions,
): Buffer {
  const received = items.map(receivedValues);
  const identity = [received, source, mode, dateOrder, ...zonesIdentity(zones)];
  return hash('sha256', JSON.stringify(identity), 'buffer');
}

const receivedValues = ({ title, uri, date, line, raw }: ReceivedItem) =>
  // Most have neither, and their digests are those of the time when there were none.
  line == null && raw == null ? [title, uri, date] : [title, uri, date, line, raw];

/**
 * The import that the caller sent with the same key and digest before, in a transaction that holds the
 * lock of the data. A key is free again after 24 hours: its import loses it then.
 *
 * Throws `IDEMPOTENCY_KEY_REUSED` for another digest.
 */
export async function replayImport(
  database: Database,
  caller: string,
  key: string,
  digest: Buffer,
): Promise<ImportRow | undefined> {
  const known = await findKeyedImport(database, caller, key);
  if (known === undefined) return undefined;
  if (isExpired(known)) {
    await releaseKey(database, known.row.id);
    return undefined;
  }
  if (known.digest === null || !digest.equals(known.digest)) {
    throw new RequestError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key "${key}" was used by import ${known.row.id} for other items; a new import needs a new key. Nothing was stored.`,
      'input.idempotencyKey',
    );
  }
  return known.row;
}

/** Whether the import's key is free again. */
export const isExpired = ({ row }: KeyedImport) =>
  Date.now() - row.startedAt.getTime() >= keyLifeMs;

import { hash } from 'node:crypto';
import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import type { ItemRules } from '../normalise/item-rules.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import { optionsIdentity } from '../options/parse-options.js';
import { zonesIdentity } from '../options/read-zones.js';
import { findKeyedImport, type KeyedImport, releaseKey } from '../store/import-repository.js';
import type { ImportRow } from '../store/import-row.js';
import type { ImportRequest } from './import-request.js';

const keyLifetimeMs = 24 * 60 * 60 * 1000;

/** The digest of everything that makes two requests with the same idempotency key the same request. */
export function computeRequestDigest(
  { items, source, mode, dateOrder }: ImportRequest,
  rules: ItemRules,
): Buffer {
  const values = items.map(receivedValues);
  const identity = [
    values,
    source,
    mode,
    dateOrder,
    ...zonesIdentity(rules.zones),
    ...optionsIdentity(rules),
  ];
  return hash('sha256', JSON.stringify(identity), 'buffer');
}

const receivedValues = ({ title, uri, date, line, raw }: ReceivedItem) =>
  // Items without the newer fields have the same digests as before those were added.
  line == null && raw == null ? [title, uri, date] : [title, uri, date, line, raw];

/**
 * Finds the import that the owner sent before with the same key and digest, in a transaction that
 * holds the lock of the data. After 24 hours, the key is released and can be used again.
 *
 * Throws `IDEMPOTENCY_KEY_REUSED` if the digest differs.
 */
export async function findEarlierImport(
  database: Database,
  owner: string,
  key: string,
  digest: Buffer,
): Promise<ImportRow | undefined> {
  const found = await findKeyedImport(database, owner, key);
  if (found === undefined) return undefined;
  if (isKeyExpired(found)) {
    await releaseKey(database, found.row.id);
    return undefined;
  }
  if (found.digest === null || !digest.equals(found.digest)) {
    throw new RequestError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key "${key}" was used by import ${found.row.id} for other items; a new import needs a new key. Nothing was stored.`,
      'input.idempotencyKey',
    );
  }
  return found.row;
}

/** Whether the key of an import can be used again. */
export const isKeyExpired = ({ row }: KeyedImport) =>
  Date.now() - row.startedAt.getTime() >= keyLifetimeMs;

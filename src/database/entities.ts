import { defineEntity, p } from '@mikro-orm/core';

/** The host of a URI, with its port if that is not the scheme's default. */
const SiteEntity = defineEntity({
  name: 'Site',
  tableName: 'site',
  properties: {
    id: p.bigint('number').primary(),
    host: p.string().length(260).unique('site_host_unique'),
  },
});

/** An import, with the numbers of its items by outcome; unfinished while `finishedAt` is null. */
const ImportEntity = defineEntity({
  name: 'Import',
  tableName: 'import',
  properties: {
    id: p.bigint('number').primary(),
    source: p.string().length(255).nullable(),
    /** The owner of the key: two callers may use the same one. */
    caller: p.string().length(255).default('anonymous'),
    idempotencyKey: p.string().length(255).nullable(),
    /** Digest of what was sent with the key, so that the key cannot be used for something else. */
    requestHash: p.blob().nullable(),
    received: p.integer(),
    inserted: p.integer(),
    duplicates: p.integer(),
    rejected: p.integer(),
    /** JSON object: the number of rejected items by reason. Null if none was rejected. */
    reasonCounts: p.text().nullable(),
    /** How many rejected items were not stored, because they were too many or too large. */
    rejectionsNotKept: p.integer().default(0),
    /** The size of those that were stored, in bytes. */
    rejectionBytes: p.bigint('number').defaultRaw('0'),
    startedAt: p.datetime(3),
    finishedAt: p.datetime(3).nullable(),
    /** How many bytes of the decompressed input are done. Null if it was a list of items. */
    bytesRead: p.bigint('number').nullable(),
    /** Until when the import is certainly running: a lease, which it renews. */
    activeUntil: p.datetime(3).nullable(),
    /** The import whose rejected items this one retries. */
    retryOf: p.bigint('number').nullable().index('import_retry_of_index'),
  },
  uniques: [{ name: 'import_caller_key_unique', properties: ['caller', 'idempotencyKey'] }],
  indexes: [{ name: 'import_caller_id_index', properties: ['caller', 'id'] }],
});

/** A stored link. The folded columns are the copies that text search reads. */
const RecordEntity = defineEntity({
  name: 'Record',
  tableName: 'record',
  properties: {
    id: p.bigint('number').primary(),
    title: p.string().length(255),
    uri: p.string().length(2048),
    date: p.datetime(3),
    site: () => p.manyToOne(SiteEntity).ref(),
    import: () => p.manyToOne(ImportEntity).ref(),
    fingerprint: p.blob().unique('record_fingerprint_unique'),
    titleFolded: p.text(),
    uriFolded: p.text(),
  },
  indexes: [
    { name: 'record_date_index', properties: ['date', 'id'] },
    { name: 'record_site_date_index', properties: ['site', 'date', 'id'] },
    { name: 'record_import_index', properties: ['import'] },
  ],
});

/** A rejected item, as it was received. */
const RejectionEntity = defineEntity({
  name: 'Rejection',
  tableName: 'rejection',
  properties: {
    import: () => p.manyToOne(ImportEntity).ref().primary(),
    itemIndex: p.integer().primary(),
    /** JSON of `{title, uri, date}`, or `{raw}` where no item could be read, and the `line`: its escapes preserve even broken UTF-16. */
    received: p.text(),
    /** JSON of the list of reasons. */
    reasons: p.text(),
    /** The import that stored the item on a retry. */
    settledBy: p.bigint('number').nullable(),
  },
});

/** Every table, referenced ones first. */
export const entities = [SiteEntity, ImportEntity, RecordEntity, RejectionEntity] as const;

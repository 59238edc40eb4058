import { defineEntity, p } from '@mikro-orm/core';

/** The host of a uri, with its port where that is not the scheme's own. */
export const SiteEntity = defineEntity({
  name: 'Site',
  tableName: 'site',
  properties: {
    id: p.bigint('number').primary(),
    host: p.string().length(260).unique('site_host_unique'),
  },
});

/** One accepted `bulkImport`, with what became of its items. */
export const ImportEntity = defineEntity({
  name: 'Import',
  tableName: 'import',
  properties: {
    id: p.bigint('number').primary(),
    source: p.string().length(255).nullable(),
    idempotencyKey: p.string().length(255).nullable().unique('import_idempotency_key_unique'),
    /** Digest of the request that used the key, so that another request cannot. */
    requestHash: p.blob().nullable(),
    received: p.integer(),
    inserted: p.integer(),
    duplicates: p.integer(),
    rejected: p.integer(),
    startedAt: p.datetime(3),
    finishedAt: p.datetime(3).nullable(),
  },
});

/** A stored link. The folded columns are the copies that text search reads. */
export const RecordEntity = defineEntity({
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

/** An item that was refused, as it was received. */
export const RejectionEntity = defineEntity({
  name: 'Rejection',
  tableName: 'rejection',
  properties: {
    import: () => p.manyToOne(ImportEntity).ref().primary(),
    itemIndex: p.integer().primary(),
    /** JSON of `{title, uri, date}`: its escapes keep even broken UTF-16 as it came. */
    received: p.text(),
    /** JSON of the list of reasons. */
    reasons: p.text(),
  },
});

/** Every table, referenced ones first. */
export const entities = [SiteEntity, ImportEntity, RecordEntity, RejectionEntity] as const;

import { hash } from 'node:crypto';
import { createSerialQueue } from '../../concurrency/serial-queue.js';
import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { RetryPolicy } from '../../database/retry-transaction.js';
import type { ItemRules } from '../normalise/item-rules.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { ImportLease, leaseEnd } from '../run/import-lease.js';
import {
  type ImportChunk,
  type ImportState,
  type ImportTarget,
  initialState,
} from '../run/import-target.js';
import { partitionItems } from '../run/partition-items.js';
import {
  type ChunkDigests,
  checkFirstChunk,
  computeResumeDigest,
  isChunkStored,
} from '../run/resume-point.js';
import {
  findKeyedImport,
  finishImport,
  insertImport,
  type KeyedImport,
  readKeyedImport,
  releaseKey,
  setActiveUntil,
  updateProgress,
} from '../store/import-repository.js';
import type { SiteIds } from '../store/record-writer.js';
import {
  type RejectionSpace,
  readRejectionPages,
  remainingSpace,
} from '../store/rejection-repository.js';
import { addStoredItems, type PartitionedItems, storeItems } from '../store/store-items.js';
import { type ImportLookup, isFoundByRows, isTooOld, lookupKey } from './import-lookup.js';

/** An import directly into a database. */
export interface DatabaseImport {
  /** The viewer that the import belongs to, see `ownerOf`. */
  readonly owner: string;
  readonly source?: string | null | undefined;
  readonly rules?: ItemRules | undefined;
  /** What else identifies the import, besides its rows. */
  readonly identity: readonly unknown[];
  readonly foundBy: ImportLookup;
  /** Whether to start over instead of resuming an unfinished import. */
  readonly restart?: boolean;
  /** How many rejections to store; all others are only counted. If undefined, all are stored. */
  readonly maxKept?: RejectionSpace;
  /** How long a chunk waits for other imports; by default, as long as a request does. */
  readonly retryPolicy?: RetryPolicy;
}

interface StoredChunk {
  /** The import, including the chunk. */
  readonly stored: KeyedImport;
  readonly siteIds: SiteIds;
  /** Whether this call stored the chunk, or finished the import. */
  readonly hasWorked: boolean;
}

// Ten megabytes.
const maxSites = 100_000;

/**
 * Imports rows into a database: each chunk in one transaction with its rejections, the counts of the
 * import and its resume point. So an import that was interrupted anywhere can be resumed, and two equal
 * imports at the same time share the work.
 */
export class DatabaseTarget implements ImportTarget {
  readonly #identity: string;
  readonly #enqueue = createSerialQueue();
  #key: string | null = null;
  #stored: KeyedImport | undefined;
  /** Whether this target stored a chunk, or finished the import. */
  #hasWorked = false;
  #firstDigest: Buffer | undefined;
  #digestBefore: Buffer | undefined;
  readonly #siteIds = new Map<string, number>();
  readonly #lease = new ImportLease((until) => this.#enqueue(() => this.#setActive(until)));
  #hasFailed = false;

  constructor(
    private readonly database: Database,
    private readonly options: DatabaseImport,
  ) {
    this.#identity = JSON.stringify(options.identity);
  }

  async open(first: ImportChunk): Promise<ImportState> {
    const digest = this.#digestOf(first);
    this.#key = lookupKey(this.options.foundBy, digest);
    const found = await this.#find(this.database);
    if (found === undefined || this.#isObsolete(found)) return initialState;
    checkFirstChunk(found, digest);
    this.#stored = found;
    if (found.row.finishedAt === null) await this.#setActive(leaseEnd());
    return this.#state();
  }

  store(chunk: ImportChunk): Promise<ImportState> {
    const after = this.#digestOf(chunk);
    this.#firstDigest ??= after;
    const digests = { first: this.#firstDigest, before: this.#digestBefore, after };
    this.#digestBefore = after;
    // Started now, while the previous chunk is being stored.
    const preparing = this.#isSkipped(chunk) ? undefined : this.#partition(chunk);
    this.#lease.start();
    const storing = this.#enqueue(async () => {
      if (!this.#isDone(chunk, digests)) {
        const partitioned = await (preparing ?? this.#partition(chunk));
        const { stored, siteIds, hasWorked } = await this.database.transaction(
          (transaction) => this.#storeIn(transaction, chunk, digests, partitioned),
          this.options.retryPolicy,
        );
        this.#stored = stored;
        this.#hasWorked ||= hasWorked;
        this.#remember(siteIds);
      }
      return this.#state();
    });
    storing.catch(() => {
      this.#hasFailed = true;
    });
    return storing;
  }

  rejections(): AsyncGenerator<readonly RejectedItem[]> {
    // Replicas may not have them yet.
    const primary = { engine: this.database.engine, reader: this.database.writer };
    return readRejectionPages(primary, this.#state().importId ?? 0);
  }

  async settle(): Promise<void> {
    const id = this.#stored?.row.id;
    if (!isFoundByRows(this.options.foundBy) || id === undefined) return;
    await this.database.transaction(async (transaction) => {
      await lockData(transaction);
      await releaseKey(transaction, id);
    }, this.options.retryPolicy);
  }

  async close(): Promise<void> {
    this.#lease.stop();
    // Of a failed import, the lease ends by itself: its database may not respond.
    if (!this.#hasFailed) await this.#setActive(null);
  }

  /** Never fails, as nothing depends on it but what others see. */
  async #setActive(until: Date | null): Promise<void> {
    const row = this.#stored?.row;
    if (row === undefined || row.finishedAt !== null) return;
    await setActiveUntil(this.database, row.id, until).catch(() => {});
  }

  async #storeIn(
    transaction: Database,
    chunk: ImportChunk,
    digests: ChunkDigests,
    partitioned: PartitionedItems,
  ): Promise<StoredChunk> {
    await lockData(transaction);
    const found = await this.#findOrInsert(transaction);
    const { row } = found;
    let siteIds: SiteIds = new Map();
    const isNew = !isChunkStored(found, chunk, digests);
    if (isNew) {
      const stored = await storeItems(transaction, row.id, partitioned, {
        knownSites: this.#siteIds,
        space: remainingSpace(row, this.options.maxKept),
      });
      siteIds = stored.siteIds;
      const progress = addStoredItems(row, stored);
      await updateProgress(transaction, row.id, progress, {
        digest: computeResumeDigest(digests),
        bytesRead: chunk.bytes,
        activeUntil: leaseEnd(),
      });
    }
    const ends = chunk.isLast && row.finishedAt === null;
    if (ends) await finishImport(transaction, row.id);
    const stored = await readKeyedImport(transaction, row.id);
    return { stored, siteIds, hasWorked: isNew || ends };
  }

  /** Remembers stored sites, as most records of the next chunks have the same ones. */
  #remember(siteIds: SiteIds): void {
    if (this.#siteIds.size + siteIds.size > maxSites) this.#siteIds.clear();
    for (const [host, id] of siteIds) this.#siteIds.set(host, id);
  }

  async #findOrInsert(transaction: Database): Promise<KeyedImport> {
    const found = await this.#find(transaction);
    if (found !== undefined && !this.#isObsolete(found)) return found;
    if (found !== undefined) await releaseKey(transaction, found.row.id);
    const { owner, source } = this.options;
    const id = await insertImport(transaction, { owner, source, key: this.#key });
    return readKeyedImport(transaction, id);
  }

  /** The current state of the import, of which another process may have stored more. */
  async #find(database: Database): Promise<KeyedImport | undefined> {
    if (this.#stored !== undefined) return readKeyedImport(database, this.#stored.row.id);
    if (this.#key === null) return undefined;
    return findKeyedImport(database, this.options.owner, this.#key);
  }

  /** Whether an import that was found must start over. What this target has stored never does. */
  #isObsolete(found: KeyedImport): boolean {
    const { restart = false, foundBy } = this.options;
    return this.#stored === undefined && (restart || isTooOld(found, foundBy));
  }

  #isSkipped({ from, items }: ImportChunk): boolean {
    return this.#stored !== undefined && this.#stored.row.received >= from + items.length;
  }

  #isDone(chunk: ImportChunk, digests: ChunkDigests): boolean {
    const stored = this.#stored;
    if (stored === undefined || !isChunkStored(stored, chunk, digests)) return false;
    return !chunk.isLast || stored.row.finishedAt !== null;
  }

  #partition(chunk: ImportChunk): Promise<PartitionedItems> {
    return partitionItems(chunk, this.options.rules ?? {});
  }

  #digestOf({ digest }: ImportChunk): Buffer {
    return hash('sha256', digest.toString('hex') + this.#identity, 'buffer');
  }

  #state(): ImportState {
    if (this.#stored === undefined) return initialState;
    const { id, finishedAt, ...row } = this.#stored.row;
    const { received, inserted, duplicates, rejected, reasonCounts, rejectionsNotKept } = row;
    const counts = { received, inserted, duplicates, rejected, reasonCounts, rejectionsNotKept };
    return { ...counts, importId: id, replayed: finishedAt !== null && !this.#hasWorked };
  }
}

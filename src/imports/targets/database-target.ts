import { hash } from 'node:crypto';
import { serialQueue } from '../../concurrency/serial-queue.js';
import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { RetryPolicy } from '../../database/retry-transaction.js';
import type { DateOptions } from '../../dates/parse-date.js';
import { isExpired } from '../run/idempotency.js';
import type { OccurrenceCounter } from '../run/occurrence-counter.js';
import {
  type PartitionedItems,
  partitionItems,
  type RejectedItem,
} from '../run/partition-items.js';
import { type ChunkDigests, holdsChunk, keptDigest, requireFirst } from '../run/resume-point.js';
import { zeroOutcome } from '../store/import-counts.js';
import {
  beginImport,
  findKeyedImport,
  finishImport,
  type KeyedImport,
  readKeyedImport,
  releaseKey,
  writeProgress,
} from '../store/import-repository.js';
import { countReasons } from '../store/reason-counts.js';
import type { SiteIds } from '../store/record-writer.js';
import { type RejectionSpace, rejectionPages, spaceLeft } from '../store/rejection-repository.js';
import { storeItems } from '../store/store-items.js';
import type { ImportChunk, ImportState, ImportTarget } from './import-target.js';

/** An import straight into a database. */
export interface DatabaseImport {
  /** Whose import it is, see `callerOf`. */
  readonly caller: string;
  readonly source?: string | null | undefined;
  readonly dates?: DateOptions | undefined;
  /** What else decides, beside the rows, whether two imports are the same. */
  readonly identity: readonly unknown[];
  /**
   * By what the import is found when it goes on: an idempotency key, which lives 24 hours; its first
   * rows and its identity, until it is settled; or nothing.
   */
  readonly foundBy:
    | { readonly idempotencyKey: string }
    | { readonly rows: OccurrenceCounter }
    | 'nothing';
  /** Whether to begin anew what was begun before. */
  readonly restart?: boolean;
  /** The most rejections to keep; all others are only counted. If it is not given, all are kept. */
  readonly mostKept?: RejectionSpace;
  /** For how long a chunk waits for other imports; if it is not given, as long as any request does. */
  readonly patience?: RetryPolicy;
}

interface StoredChunk {
  /** The import, as it is with the chunk. */
  readonly stored: KeyedImport;
  readonly siteIds: SiteIds;
  /** Whether the chunk, or the end of the import, was not stored before. */
  readonly hasWorked: boolean;
}

// Ten megabytes.
const mostSites = 100_000;

/**
 * Rows go into a database: each chunk with its rejections, the import's counts and its position in
 * one transaction. So an import that was cut off anywhere goes on at its position, and two that are
 * the same at once share the work.
 */
export class DatabaseTarget implements ImportTarget {
  readonly #identity: string;
  readonly #inTurn = serialQueue();
  #key: string | null = null;
  #stored: KeyedImport | undefined;
  /** Whether this target stored a chunk, or finished the import. */
  #hasWorked = false;
  #firstDigest: Buffer | undefined;
  #digestBefore: Buffer | undefined;
  readonly #siteIds = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly options: DatabaseImport,
  ) {
    this.#identity = JSON.stringify(options.identity);
  }

  async open(first: ImportChunk): Promise<ImportState> {
    this.#key = this.#keyFor(first);
    const found = await this.#find(this.database);
    if (found === undefined || this.#isObsolete(found)) return zeroOutcome;
    requireFirst(found, this.#digestOf(first));
    this.#stored = found;
    return this.#state();
  }

  store(chunk: ImportChunk): Promise<ImportState> {
    const after = this.#digestOf(chunk);
    this.#firstDigest ??= after;
    const digests = { first: this.#firstDigest, before: this.#digestBefore, after };
    this.#digestBefore = after;
    // At once, while the chunk before is being stored.
    const sorting = this.#isPassedOver(chunk) ? undefined : this.#sorted(chunk);
    return this.#inTurn(async () => {
      if (!this.#isDone(chunk, digests)) {
        const sorted = await (sorting ?? this.#sorted(chunk));
        const { stored, siteIds, hasWorked } = await this.database.transaction(
          (transaction) => this.#storeIn(transaction, chunk, digests, sorted),
          this.options.patience,
        );
        this.#stored = stored;
        this.#hasWorked ||= hasWorked;
        this.#remember(siteIds);
      }
      return this.#state();
    });
  }

  rejections(): AsyncGenerator<readonly RejectedItem[]> {
    // Replicas may not have them yet.
    const primary = { reader: this.database.writer };
    return rejectionPages(primary, this.#state().importId ?? 0);
  }

  async settle(): Promise<void> {
    const id = this.#stored?.row.id;
    if (!this.#isFoundByRows || id === undefined) return;
    await this.database.transaction(async (transaction) => {
      await lockData(transaction);
      await releaseKey(transaction, id);
    }, this.options.patience);
  }

  async close(): Promise<void> {}

  async #storeIn(
    transaction: Database,
    chunk: ImportChunk,
    digests: ChunkDigests,
    sorted: PartitionedItems,
  ): Promise<StoredChunk> {
    await lockData(transaction);
    const found = await this.#findOrBegin(transaction);
    const { row } = found;
    let siteIds: SiteIds = new Map();
    const isNew = !holdsChunk(found, chunk, digests);
    if (isNew) {
      const { counts, kept, ...items } = await storeItems(transaction, row.id, sorted, {
        knownSites: this.#siteIds,
        space: spaceLeft(row, this.options.mostKept),
      });
      siteIds = items.siteIds;
      const reasons = sorted.rejections.map((rejection) => rejection.reasons);
      await writeProgress(transaction, row.id, {
        received: row.received + chunk.items.length,
        inserted: row.inserted + counts.inserted,
        duplicates: row.duplicates + counts.duplicates,
        rejected: row.rejected + counts.rejected,
        reasonCounts: countReasons(reasons, row.reasonCounts),
        rejectionsNotKept: row.rejectionsNotKept + counts.rejected - kept.count,
        rejectionBytes: row.rejectionBytes + kept.bytes,
        digest: keptDigest(digests),
      });
    }
    const ends = chunk.isLast && row.finishedAt === null;
    if (ends) await finishImport(transaction, row.id);
    const stored = await readKeyedImport(transaction, row.id);
    return { stored, siteIds, hasWorked: isNew || ends };
  }

  /** Remembers sites that are stored, which most of the next chunks' records have as well. */
  #remember(siteIds: SiteIds): void {
    if (this.#siteIds.size + siteIds.size > mostSites) this.#siteIds.clear();
    for (const [host, id] of siteIds) this.#siteIds.set(host, id);
  }

  async #findOrBegin(transaction: Database): Promise<KeyedImport> {
    const found = await this.#find(transaction);
    if (found !== undefined && !this.#isObsolete(found)) return found;
    if (found !== undefined) await releaseKey(transaction, found.row.id);
    const { caller, source } = this.options;
    const id = await beginImport(transaction, { caller, source, key: this.#key });
    return readKeyedImport(transaction, id);
  }

  /** The import as it is now; another process may have brought it further. */
  async #find(database: Database): Promise<KeyedImport | undefined> {
    if (this.#stored !== undefined) return readKeyedImport(database, this.#stored.row.id);
    if (this.#key === null) return undefined;
    return findKeyedImport(database, this.options.caller, this.#key);
  }

  #isObsolete(found: KeyedImport): boolean {
    const { restart = false } = this.options;
    // What it has stored itself is what it goes on with.
    return this.#stored === undefined && (restart || this.#isForgotten(found));
  }

  #isForgotten(found: KeyedImport): boolean {
    // What was begun goes on whenever its rows come again. What has ended is told for a day, as by keys.
    const isBegun = this.#isFoundByRows && found.row.finishedAt === null;
    return !isBegun && isExpired(found);
  }

  get #isFoundByRows(): boolean {
    const { foundBy } = this.options;
    return foundBy !== 'nothing' && 'rows' in foundBy;
  }

  #keyFor(first: ImportChunk): string | null {
    const { foundBy } = this.options;
    if (foundBy === 'nothing') return null;
    if ('idempotencyKey' in foundBy) return foundBy.idempotencyKey;
    const digest = this.#digestOf(first).toString('hex');
    const before = foundBy.rows(digest);
    return before === 0 ? digest : `${digest} ${before}`;
  }

  #isPassedOver({ from, items }: ImportChunk): boolean {
    return this.#stored !== undefined && this.#stored.row.received >= from + items.length;
  }

  #isDone(chunk: ImportChunk, digests: ChunkDigests): boolean {
    const stored = this.#stored;
    if (stored === undefined || !holdsChunk(stored, chunk, digests)) return false;
    return !chunk.isLast || stored.row.finishedAt !== null;
  }

  async #sorted({ from, items }: ImportChunk): Promise<PartitionedItems> {
    const sorted = await partitionItems({ items, mode: 'PARTIAL' }, this.options.dates ?? {});
    const rejections = sorted.rejections.map((each) => ({ ...each, index: from + each.index }));
    return { records: sorted.records, rejections };
  }

  #digestOf({ digest }: ImportChunk): Buffer {
    return hash('sha256', digest.toString('hex') + this.#identity, 'buffer');
  }

  #state(): ImportState {
    if (this.#stored === undefined) return zeroOutcome;
    const { id, finishedAt, ...row } = this.#stored.row;
    const { received, inserted, duplicates, rejected, reasonCounts, rejectionsNotKept } = row;
    const counts = { received, inserted, duplicates, rejected, reasonCounts, rejectionsNotKept };
    return { ...counts, importId: id, replayed: finishedAt !== null && !this.#hasWorked };
  }
}

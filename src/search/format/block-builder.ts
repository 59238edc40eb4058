import { maxIdSpan, maxOccurrences, recordsPerBlock } from './block-limits.js';
import { ByteWriter } from './byte-writer.js';
import { writePlaces, writePositions } from './list-writer.js';
import { OccurrenceSorter } from './occurrence-sorter.js';
import { bucketOf } from './trigram.js';

/** What the index keeps of a record. */
export interface IndexedRecord {
  readonly id: number;
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly siteId: number;
  readonly importId: number;
  readonly titleFolded: string;
  readonly uriFolded: string;
}

/** The lists of the trigrams with one bucket number. */
export interface Bucket {
  readonly bucket: number;
  readonly places: Buffer;
  readonly positions: Buffer;
  /** The number of records that contain each of the trigrams. */
  readonly counts: readonly (readonly [key: number, records: number])[];
}

/** The columns of a block: for each record, in the order of their ids. Numbers are little-endian. */
export interface BlockColumns {
  readonly firstId: number;
  readonly lastId: number;
  readonly records: number;
  /** The ids less the first one, 16 bits each; 32 bits if the last one needs more. */
  readonly offsets: Buffer;
  /** The dates in milliseconds, as doubles. */
  readonly times: Buffer;
  /** The ids of the sites, 32 bits each; 0 for a record that was removed. */
  readonly sites: Buffer;
  /** Runs of records of one import: its id as a double, and the number of records in 32 bits. */
  readonly imports: Buffer;
}

// A row of this size is read quickly, and is much larger than what a database stores with each row.
const bytesPerBucket = 1500;
const maxBucketBits = 14;
const maxShortOffset = 0xffff;

/** Collects the records of a block, and encodes it. */
export class BlockBuilder {
  #records: IndexedRecord[] = [];
  readonly #occurrences = new OccurrenceSorter();

  /** Whether the record, whose id is above all others, still belongs to the block. */
  accepts({ id, titleFolded, uriFolded }: IndexedRecord): boolean {
    const first = this.#records[0];
    if (first === undefined) return true;
    return (
      this.#records.length < recordsPerBlock &&
      id - first.id <= maxIdSpan &&
      this.#occurrences.count + titleFolded.length + uriFolded.length <= maxOccurrences
    );
  }

  get length(): number {
    return this.#records.length;
  }

  /** Begins another block, with the memory of the previous one. */
  clear(): void {
    this.#records = [];
    this.#occurrences.clear();
  }

  add(record: IndexedRecord): void {
    const place = this.#records.length;
    // Only what the columns need.
    this.#records.push({ ...record, titleFolded: '', uriFolded: '' });
    this.#occurrences.add('title_folded', place, record.titleFolded);
    this.#occurrences.add('uri_folded', place, record.uriFolded);
  }

  columns(): BlockColumns {
    const records = this.#records;
    const firstId = records[0]?.id ?? 0;
    const lastId = records.at(-1)?.id ?? 0;
    const offsetOf = ({ id }: IndexedRecord) => id - firstId;
    const bytesOf = ({ buffer }: Uint16Array | Float64Array | Uint32Array) => Buffer.from(buffer);
    return {
      firstId,
      lastId,
      records: records.length,
      offsets: bytesOf(
        lastId - firstId > maxShortOffset
          ? Uint32Array.from(records, offsetOf)
          : Uint16Array.from(records, offsetOf),
      ),
      times: bytesOf(Float64Array.from(records, ({ time }) => time)),
      sites: bytesOf(Uint32Array.from(records, ({ siteId }) => siteId)),
      imports: encodeRuns(records.map(({ importId }) => importId)),
    };
  }

  /** The binary logarithm of the number of buckets. */
  get bucketBits(): number {
    const bits = Math.round(Math.log2(this.#occurrences.count / bytesPerBucket));
    return Math.min(maxBucketBits, Math.max(0, bits));
  }

  /** Encodes the lists, bucket by bucket in ascending order. */
  *buckets(): Generator<Bucket> {
    const bits = this.bucketBits;
    const lists = this.#occurrences.byBucket((key) => bucketOf(key, bits), 2 ** bits);
    const places = new ByteWriter();
    const positions = new ByteWriter();
    for (const { bucket, trigrams } of lists) {
      const counts: [number, number][] = [];
      for (const { key, occurrences } of trigrams) {
        counts.push([key, writePlaces(places, key, occurrences)]);
        writePositions(positions, occurrences);
      }
      yield { bucket, places: places.take(), positions: positions.take(), counts };
    }
  }
}

const runBytes = 12;

function encodeRuns(ids: readonly number[]): Buffer {
  const runs: { readonly id: number; count: number }[] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last?.id === id) last.count += 1;
    else runs.push({ id, count: 1 });
  }
  const bytes = Buffer.alloc(runBytes * runs.length);
  for (const [index, { id, count }] of runs.entries()) {
    bytes.writeDoubleLE(id, runBytes * index);
    bytes.writeUInt32LE(count, runBytes * index + 8);
  }
  return bytes;
}

import type { BlockColumns } from '../format/block-builder.js';

/** The columns of a block as a driver returns them. */
export interface StoredColumns extends Omit<BlockColumns, 'lastId'> {
  readonly block: number;
}

/** The columns of records in the order of their ids, by place. Compact, as millions are kept in memory. */
export interface ColumnParts {
  readonly firstId: number;
  /** The ids less the first one; undefined if they have no gaps. */
  readonly offsets: Uint16Array | Uint32Array | undefined;
  /** The date of a place in milliseconds is `timeBase + timeUnit * times[place]`. */
  readonly times: Uint32Array | Float64Array;
  readonly timeBase: number;
  readonly timeUnit: number;
  /** In milliseconds; of removed records, too. */
  readonly earliest: number;
  readonly latest: number;
  /** The ids of the sites; 0 for a record that was removed. */
  readonly sites: Uint16Array | Uint32Array;
  readonly imports: readonly ImportRun[];
}

/** Consecutive records of one import. */
export interface ImportRun {
  readonly importId: number;
  /** The place after the last record of the run. */
  readonly end: number;
}

/** The columns of a block, or of other records with ascending ids. Immutable. */
export class ColumnBlock implements ColumnParts {
  readonly firstId: number;
  readonly lastId: number;
  readonly records: number;
  readonly offsets: Uint16Array | Uint32Array | undefined;
  readonly times: Uint32Array | Float64Array;
  readonly timeBase: number;
  readonly timeUnit: number;
  readonly earliest: number;
  readonly latest: number;
  readonly sites: Uint16Array | Uint32Array;
  readonly hasRemoved: boolean;
  readonly imports: readonly ImportRun[];

  /** @param block its number; -1 for records that are not in a block yet */
  constructor(
    readonly block: number,
    parts: ColumnParts,
  ) {
    this.firstId = parts.firstId;
    this.offsets = parts.offsets;
    this.times = parts.times;
    this.timeBase = parts.timeBase;
    this.timeUnit = parts.timeUnit;
    this.earliest = parts.earliest;
    this.latest = parts.latest;
    this.sites = parts.sites;
    this.hasRemoved = parts.sites.includes(0);
    this.imports = parts.imports;
    this.records = parts.sites.length;
    this.lastId = this.idAt(this.records - 1);
  }

  idAt(place: number): number {
    return this.firstId + (this.offsets === undefined ? place : (this.offsets[place] ?? 0));
  }

  /** The place of the record with this id; -1 if there is none. */
  placeOf(id: number): number {
    if (this.offsets === undefined) {
      return id >= this.firstId && id <= this.lastId ? id - this.firstId : -1;
    }
    let low = 0;
    let high = this.records - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.idAt(middle);
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The date in milliseconds since 1970, UTC. */
  timeAt(place: number): number {
    return this.timeBase + this.timeUnit * (this.times[place] ?? 0);
  }

  importAt(place: number): number {
    return this.imports.find(({ end }) => place < end)?.importId ?? 0;
  }

  /** Roughly the memory that it occupies. */
  get bytes(): number {
    const arrays = this.times.byteLength + this.sites.byteLength + (this.offsets?.byteLength ?? 0);
    return arrays + bytesPerRun * this.imports.length + bytesPerObject;
  }
}

const bytesPerRun = 64;
const bytesPerObject = 1000;

/** Decodes the columns of a block, see `BlockBuilder`. */
export function decodeColumns(stored: StoredColumns): ColumnBlock {
  const { block, firstId, records } = stored;
  const isShort = stored.offsets.length === 2 * records;
  const offsets = new (isShort ? Uint16Array : Uint32Array)(alignedBytes(stored.offsets));
  return new ColumnBlock(block, {
    firstId,
    offsets: offsets[records - 1] === records - 1 ? undefined : offsets,
    ...packTimes(new Float64Array(alignedBytes(stored.times))),
    sites: packSites(new Uint32Array(alignedBytes(stored.sites))),
    imports: decodeRuns(stored.imports),
  });
}

// A copy: a driver's buffer begins anywhere in a larger one, which it would keep in memory.
const alignedBytes = ({ buffer, byteOffset, byteLength }: Buffer) =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;

const secondMs = 1000;
const maxSeconds = 0xffff_ffff;

type PackedTimes = Pick<ColumnParts, 'times' | 'timeBase' | 'timeUnit' | 'earliest' | 'latest'>;

/** Dates are nearly always whole seconds, and 32 bits of them last for 136 years. */
export function packTimes(times: Float64Array): PackedTimes {
  let earliest = Infinity;
  let latest = -Infinity;
  let wholeSeconds = true;
  for (let place = 0; place < times.length; place += 1) {
    const time = times[place] ?? 0;
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
    if (time % secondMs !== 0) wholeSeconds = false;
  }
  if (!wholeSeconds || latest - earliest > maxSeconds * secondMs) {
    return { times, timeBase: 0, timeUnit: 1, earliest, latest };
  }
  const packed = new Uint32Array(times.length);
  for (let place = 0; place < packed.length; place += 1) {
    packed[place] = ((times[place] ?? 0) - earliest) / secondMs;
  }
  return { times: packed, timeBase: earliest, timeUnit: secondMs, earliest, latest };
}

const maxShortSite = 0xffff;

function packSites(sites: Uint32Array): Uint16Array | Uint32Array {
  return sites.every((site) => site <= maxShortSite) ? Uint16Array.from(sites) : sites;
}

const runBytes = 12;

function decodeRuns(bytes: Buffer): ImportRun[] {
  const runs: ImportRun[] = [];
  for (let at = 0; at < bytes.length; at += runBytes) {
    const begin = runs.at(-1)?.end ?? 0;
    runs.push({ importId: bytes.readDoubleLE(at), end: begin + bytes.readUInt32LE(at + 8) });
  }
  return runs;
}

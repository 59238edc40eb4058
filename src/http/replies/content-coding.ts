import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliCompress,
  constants,
  createBrotliCompress,
  createGzip,
  createZstdCompress,
  gzip,
  type ZstdOptions,
  zstdCompress,
} from 'node:zlib';
import { Negotiator } from 'negotiator';
import { LruMap } from '../../cache/lru.js';
import { limitConcurrency } from '../../concurrency/semaphore.js';

/**
 * The codings in which answers are sent, in the order in which they are chosen where a client has no
 * preference: all three make about the same of an answer, zstd in the least time.
 */
export const codings = ['zstd', 'br', 'gzip'] as const;

// What comes piece by piece goes out soonest in gzip, after 14 KB; br holds back up to 4 MB.
const codingsOfStreams = ['gzip', 'zstd', 'br'] as const;

/** One of {@link codings}. */
export type Coding = (typeof codings)[number];

/** What a client takes (RFC 9110, section 12.5.3). */
export interface AcceptedCodings {
  /** The one that it likes best; undefined when it likes nothing better than a body as it is. */
  readonly best: Coding | undefined;
  /** The one for what comes piece by piece. */
  readonly bestForStreams: Coding | undefined;
  /** Those that it takes at all. */
  readonly all: readonly Coding[];
  /** Whether it takes a body as it is. Who takes nothing at all is sent that, too. */
  readonly identity: boolean;
}

const asItIs = { best: undefined, bestForStreams: undefined, identity: true };
const withoutHeader: AcceptedCodings = { ...asItIs, all: codings };
const unread: AcceptedCodings = { ...asItIs, all: [] };

const mostHeaders = 100;
// Clients send a few dozen characters. 30 KB would take 30 ms to read.
const longestHeader = 500;
const known = new LruMap<AcceptedCodings>(mostHeaders);

/** Reads an `Accept-Encoding`. One of over 500 characters is not read, and gets a body as it is. */
export function parseAcceptEncoding(header: string | undefined): AcceptedCodings {
  if (header === undefined) return withoutHeader;
  if (header.length > longestHeader) return unread;
  const found = known.get(header);
  if (found !== undefined) return found;
  const accepted = readCodings(header);
  known.set(header, accepted);
  return accepted;
}

function readCodings(header: string): AcceptedCodings {
  const text = header.toLowerCase().replace(/\bx-gzip\b/g, 'gzip');
  const negotiator = new Negotiator({ headers: { 'accept-encoding': text } });
  const liked = (preferred: readonly Coding[]) =>
    negotiator.encodings([...codings, 'identity'], { preferred }) as (Coding | 'identity')[];
  const firstOf = ([first]: readonly (Coding | 'identity')[]) =>
    first === 'identity' ? undefined : first;
  const whole = liked(codings);
  const all = whole.filter((coding) => coding !== 'identity');
  const identity = whole.includes('identity') || all.length === 0;
  return {
    best: firstOf(whole),
    bestForStreams: firstOf(liked(codingsOfStreams)),
    all,
    identity,
  };
}

// What fits into one packet anyway is not worth the work.
const smallest = 1024;

/** The coding in which to send a body of so many bytes; undefined to send it as it is. */
export function selectCoding(
  { best, all, identity }: AcceptedCodings,
  bytes: number,
): Coding | undefined {
  if (!identity) return all[0];
  return bytes >= smallest ? best : undefined;
}

const levels = {
  zstd: { params: { [constants.ZSTD_c_compressionLevel]: 3 } },
  br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  gzip: { level: 6 },
} as const;

const packers: Readonly<Record<Coding, (body: Buffer) => Promise<Buffer>>> = {
  zstd(body) {
    // Its tables are made for that size then. The types of Node.js do not know it yet.
    const options: ZstdOptions & { pledgedSrcSize: number } = {
      ...levels.zstd,
      pledgedSrcSize: body.length,
    };
    return zstdOf(body, options);
  },
  br: (body) => brotliOf(body, levels.br),
  gzip: (body) => gzipOf(body, levels.gzip),
};
const zstdOf = promisify(zstdCompress);
const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

// Each holds up to some MB while it is at work, and there are no more threads for it.
const inTurn = limitConcurrency(4);

/** Packs a whole body, on another thread. */
export function compress(coding: Coding, body: string | Buffer): Promise<Buffer> {
  return inTurn(() => packers[coding](typeof body === 'string' ? Buffer.from(body) : body));
}

/** Packs a body that comes piece by piece. */
export function createCompressor(coding: Coding): Transform {
  switch (coding) {
    case 'zstd':
      return createZstdCompress(levels.zstd);
    case 'br':
      return createBrotliCompress(levels.br);
    case 'gzip':
      return createGzip(levels.gzip);
  }
}

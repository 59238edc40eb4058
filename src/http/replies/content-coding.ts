import { pipeline, type Readable, type Transform } from 'node:stream';
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
import { LRUCache } from 'lru-cache';
import { Negotiator } from 'negotiator';
import { limitConcurrency } from '../../concurrency/semaphore.js';

/**
 * The content codings of responses, in order of choice when a client has no preference: all three
 * compress about equally well, and zstd takes the least time.
 */
export const codings = ['zstd', 'br', 'gzip'] as const;

// Chunks of a stream are sent soonest in gzip, after 14 KB; br holds back up to 4 MB.
const streamCodings = ['gzip', 'zstd', 'br'] as const;

/** One of {@link codings}. */
export type Coding = (typeof codings)[number];

/** What a client accepts (RFC 9110, section 12.5.3). */
export interface AcceptedCodings {
  /** The one that it prefers; undefined when it prefers an uncompressed body. */
  readonly best: Coding | undefined;
  /** The one for streams. */
  readonly bestForStreams: Coding | undefined;
  /** All that it accepts. */
  readonly all: readonly Coding[];
  /** Whether it is sent uncompressed bodies, as is a client that accepts nothing. */
  readonly identity: boolean;
}

const uncompressed = { best: undefined, bestForStreams: undefined, identity: true };
const withoutHeader: AcceptedCodings = { ...uncompressed, all: codings };
const tooLong: AcceptedCodings = { ...uncompressed, all: [] };

const maxCachedHeaders = 100;
// Clients send a few dozen characters. Parsing 30 KB would take 30 ms.
const maxHeaderLength = 500;
const known = new LRUCache<string, AcceptedCodings>({ max: maxCachedHeaders });

/** Parses an `Accept-Encoding`. One of over 500 characters counts as accepting no compression. */
export function parseAcceptEncoding(header: string | undefined): AcceptedCodings {
  if (header === undefined) return withoutHeader;
  if (header.length > maxHeaderLength) return tooLong;
  const found = known.get(header);
  if (found !== undefined) return found;
  const accepted = negotiate(header);
  known.set(header, accepted);
  return accepted;
}

function negotiate(header: string): AcceptedCodings {
  const text = header.toLowerCase().replace(/\bx-gzip\b/g, 'gzip');
  const negotiator = new Negotiator({ headers: { 'accept-encoding': text } });
  const inOrder = (preferred: readonly Coding[]) =>
    negotiator.encodings([...codings, 'identity'], { preferred }) as (Coding | 'identity')[];
  const toCoding = ([first]: readonly (Coding | 'identity')[]) =>
    first === 'identity' ? undefined : first;
  const forBodies = inOrder(codings);
  const all = forBodies.filter((coding) => coding !== 'identity');
  const identity = forBodies.includes('identity') || all.length === 0;
  return {
    best: toCoding(forBodies),
    bestForStreams: toCoding(inOrder(streamCodings)),
    all,
    identity,
  };
}

// Compressing a body that fits into one packet is not worth the work.
const minCompressedBytes = 1024;

/** The coding in which to send a body of so many bytes; undefined to send it uncompressed. */
export function selectCoding(
  { best, all, identity }: AcceptedCodings,
  bytes: number,
): Coding | undefined {
  if (!identity) return all[0];
  return bytes >= minCompressedBytes ? best : undefined;
}

const levels = {
  zstd: { params: { [constants.ZSTD_c_compressionLevel]: 3 } },
  br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  gzip: { level: 6 },
} as const;

const compressors: Readonly<Record<Coding, (body: Buffer) => Promise<Buffer>>> = {
  zstd(body) {
    // Sizes its tables accordingly. The types of Node.js lack the option.
    const options: ZstdOptions & { pledgedSrcSize: number } = {
      ...levels.zstd,
      pledgedSrcSize: body.length,
    };
    return zstdAsync(body, options);
  },
  br: (body) => brotliAsync(body, levels.br),
  gzip: (body) => gzipAsync(body, levels.gzip),
};
const zstdAsync = promisify(zstdCompress);
const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

// Each takes some MB of memory while it runs, and there are no more threads for it.
const withPermit = limitConcurrency(4);

/** Compresses a whole body, on another thread. */
export function compress(coding: Coding, body: string | Buffer): Promise<Buffer> {
  return withPermit(() => compressors[coding](typeof body === 'string' ? Buffer.from(body) : body));
}

/**
 * Compresses a stream. An error of the source destroys the result, by which the client learns of it; it
 * is logged where it happens.
 */
export function compressStream(source: Readable, coding: Coding): Readable {
  return pipeline(source, createCompressor(coding), () => {});
}

function createCompressor(coding: Coding): Transform {
  switch (coding) {
    case 'zstd':
      return createZstdCompress(levels.zstd);
    case 'br':
      return createBrotliCompress(levels.br);
    case 'gzip':
      return createGzip(levels.gzip);
  }
}

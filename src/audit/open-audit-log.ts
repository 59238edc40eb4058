import type { FastifyBaseLogger } from 'fastify';
import { openSigner, type SignAnchor } from './anchor.js';
import { openAuditFile } from './audit-file.js';
import { type AuditLog, noAuditLog } from './audit-log.js';
import { chainStart } from './chain.js';
import { ChainedAuditLog } from './chained-audit-log.js';
import type { LineSink } from './line-writer.js';

/** How the audit log is kept, see the settings `AUDIT_…`. */
export interface AuditOptions {
  /** `stdout`, or the path of a file; undefined for none. */
  readonly target: string | undefined;
  /** The path of the key that signs anchors; undefined for none. */
  readonly keyFile: string | undefined;
  /** One of how many reads is recorded; 0 for none. */
  readonly readSample: number;
}

/** How an audit log is written. */
type Writing = Omit<AuditOptions, 'target'> & {
  readonly logger: Pick<FastifyBaseLogger, 'error' | 'info'>;
};

/** Opens the audit log. Throws a `StartError` if it cannot be written, or its key cannot be read. */
export async function openAuditLog(
  { target, ...options }: AuditOptions,
  logger: Writing['logger'],
): Promise<AuditLog> {
  if (target === undefined) return noAuditLog;
  const writing = { ...options, logger };
  if (target === stdoutTarget) return openChain(sinkOf(process.stdout), writing);
  return openChainedFile(target, writing);
}

/** The target that is not a path. */
export const stdoutTarget = 'stdout';

/** Begins an audit log. */
export async function openChain(
  sink: LineSink,
  { keyFile, readSample, logger }: Writing,
): Promise<AuditLog> {
  const signAnchor = await openSignerIfAny(keyFile);
  return new ChainedAuditLog({ signAnchor, readSample, logger, sink, end: chainStart });
}

/**
 * Opens an audit log in a file.
 *
 * @param waitMs how long to wait for another process that writes it
 */
export async function openChainedFile(
  path: string,
  { keyFile, readSample, logger }: Writing,
  waitMs = 0,
): Promise<AuditLog> {
  const signAnchor = await openSignerIfAny(keyFile);
  const { lacksLineFeed, torn, ...file } = await openAuditFile(path, waitMs);
  const sink = lacksLineFeed ? withLineFeed(file.sink) : file.sink;
  const log = new ChainedAuditLog({ ...file, signAnchor, readSample, logger, sink });
  if (torn) log.record({ action: 'torn-line', outcome: 'success', details: { torn } });
  return log;
}

async function openSignerIfAny(file: string | undefined): Promise<SignAnchor | undefined> {
  return file === undefined ? undefined : openSigner(file);
}

/** A sink for a stream that the log of the service is written to as well, so lines must not be cut. */
function sinkOf(stream: NodeJS.WritableStream): LineSink {
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve(text.length)));
      }),
    async sync() {},
    async close() {},
  };
}

/** Ends the last line of the file before the first of its own. */
function withLineFeed(sink: LineSink): LineSink {
  let isEnded = false;
  return {
    ...sink,
    async write(text) {
      if (isEnded) return sink.write(text);
      const written = await sink.write(`\n${text}`);
      isEnded = written > 0;
      return Math.max(0, written - 1);
    },
  };
}

import type { FastifyBaseLogger } from 'fastify';
import { openSigner } from './anchor.js';
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

/** Opens the audit log. Throws a `StartError` if it cannot be written, or its key cannot be read. */
export async function openAuditLog(
  { target, keyFile, readSample }: AuditOptions,
  logger: Pick<FastifyBaseLogger, 'error' | 'info'>,
): Promise<AuditLog> {
  if (target === undefined) return noAuditLog;
  const signAnchor = keyFile === undefined ? undefined : await openSigner(keyFile);
  const options = { signAnchor, readSample, logger };
  if (target === 'stdout') {
    return new ChainedAuditLog({ ...options, sink: sinkOf(process.stdout), end: chainStart });
  }
  const { lacksLineFeed, torn, ...file } = await openAuditFile(target);
  const sink = lacksLineFeed ? withLineFeed(file.sink) : file.sink;
  const log = new ChainedAuditLog({ ...options, ...file, sink });
  if (torn) log.record({ action: 'torn-line', outcome: 'success', details: { torn } });
  return log;
}

/** A sink for a stream that the log of the service is written to as well, so lines must not be cut. */
export function sinkOf(stream: NodeJS.WritableStream): LineSink {
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

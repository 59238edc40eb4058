import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuditLog } from '../../../audit/audit-log.js';
import { recordExport, subjectOf } from '../../../audit/request-audit.js';
import type { Database } from '../../../database/database.js';
import { createUnavailableError } from '../../../database/open-database.js';
import { readStoredPages } from '../../../exports/read-stored-pages.js';
import { writeRows } from '../../../formats/write-rows.js';
import type { AdmissionQueue } from '../../../http/admission-queue.js';
import { createDisconnectSignal } from '../../../http/client-connection.js';
import { compressStream, parseAcceptEncoding } from '../../../http/replies/content-coding.js';
import { attachmentNamed } from '../../../http/replies/content-disposition.js';
import { preemptibleStream } from '../../../http/replies/preemptible-stream.js';
import { startStreamedReply } from '../../../http/replies/streamed-reply.js';
import { parseQuery } from '../../../http/urls/parse-query.js';
import { requireScope } from '../../../viewer/scopes.js';
import type { AdmitRows } from '../../limit-requests.js';
import { readExportQuery } from './export-request.js';
import { checkSearch, type SearchOptions } from './export-search.js';
import { selectFormat } from './select-format.js';

const config = { access: requireScope('records:export') };

/** What exports need. */
export interface ExportOptions extends SearchOptions {
  readonly openDatabase: () => Promise<Database>;
  readonly audit: AuditLog;
  readonly admitRows: AdmitRows;
  /** Admits them. */
  readonly queue: AdmissionQueue;
  /** Seconds for which a client may be too slow while others wait, see `preemptibleStream`. */
  readonly slowSeconds: number;
  /** Milliseconds that reading a page may take. */
  readonly searchMs: number;
}

/**
 * `GET /v1/export`: all records that a search finds, as one stream. It is not a GraphQL operation, as
 * GraphQL responses are bounded. It is read from the database as fast as the client reads it
 * (backpressure), and no further once the client disconnects.
 */
export function registerExportRoute(app: FastifyInstance, options: ExportOptions): void {
  const handler = (request: FastifyRequest, reply: FastifyReply) =>
    sendExport(request, reply, options);
  app.route({ method: ['GET', 'HEAD'], url: '/v1/export', config, handler });
}

async function sendExport(
  request: FastifyRequest,
  reply: FastifyReply,
  options: ExportOptions,
): Promise<FastifyReply> {
  const asked = readExportQuery(parseQuery(request));
  const format = selectFormat(asked, request.headers.accept);
  const toCondition = checkSearch(request, asked, options);
  const coding = parseAcceptEncoding(request.headers['accept-encoding']).bestForStreams;
  const headers = {
    'content-type': format.contentType,
    'content-disposition': attachmentNamed(asked.filename ?? 'records', format.ending),
    vary: 'Accept, Accept-Encoding',
    // Should a browser show the bookmark file in spite of all, nothing in it runs.
    ...(format.name === 'html' && { 'content-security-policy': "default-src 'none'; sandbox" }),
    ...(coding && { 'content-encoding': coding }),
  };
  if (request.method === 'HEAD') return reply.headers(headers).send();
  const chargeRows = options.admitRows(request);
  const admission = await options.queue.acquire(reply);
  const signal = createDisconnectSignal(reply);
  const database = await options.openDatabase();
  const { audit, searchMs } = options;
  async function* read() {
    const condition = await toCondition(database);
    yield* readStoredPages(database, condition, { searchMs, signal }, asked.order);
  }
  const recorded = recordExport(audit, () => subjectOf(request), read());
  const pages = chargePages(recorded, chargeRows);
  const text = preemptibleStream(writeRows(pages, format), admission, options.slowSeconds, reply);
  // Most errors come with the first chunk, and are reported as those of any other request.
  const first = await text.next().catch((error) => {
    throw database.engine.isUnavailable(error) ? createUnavailableError(error) : error;
  });
  const stream = startStreamedReply(first.value ?? '', text, request, reply);
  reply.headers(headers);
  return reply.send(coding ? compressStream(stream, coding) : stream);
}

async function* chargePages<Row>(
  pages: AsyncIterable<readonly Row[]>,
  charge: (rows: number) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) {
    charge(page.length);
    yield page;
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Negotiator } from 'negotiator';
import type { AuditLog } from '../../audit/audit-log.js';
import { recordExport, subjectOf } from '../../audit/request-audit.js';
import type { Database } from '../../database/database.js';
import { createUnavailableError } from '../../database/open-database.js';
import { RequestError } from '../../errors/request-error.js';
import {
  acceptedTypes,
  type ExportFormat,
  type ExportFormatName,
  exportFormatNames,
  exportFormats,
  safeCsv,
} from '../../exports/export-formats.js';
import { readStoredPages } from '../../exports/read-stored-pages.js';
import { writeRows } from '../../formats/write-rows.js';
import type { AdmissionQueue } from '../../http/admission-queue.js';
import { createDisconnectSignal } from '../../http/client-connection.js';
import { ignoreLongAccept } from '../../http/replies/accept.js';
import { compressStream, parseAcceptEncoding } from '../../http/replies/content-coding.js';
import { preemptibleStream } from '../../http/replies/preemptible-stream.js';
import { startStreamedReply } from '../../http/replies/streamed-reply.js';
import { parseQuery } from '../../http/urls/parse-query.js';
import { searchCondition } from '../../records/query/search-parameters.js';
import { requireScope } from '../../viewer/scopes.js';
import type { AdmitRows } from '../limit-requests.js';
import { checkParameters, invalidParameter, parseChoice, parseFlag } from './rest-parameters.js';

const config = { access: requireScope('records:export') };
const parameters = ['after', 'before', 'contains', 'uri', 'site', 'format', 'safe'];

/** What exports need. */
export interface ExportOptions {
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
  async function handler(request: FastifyRequest, reply: FastifyReply) {
    const query = parseQuery(request) as Record<string, string>;
    checkParameters(query, parameters);
    const format = selectFormat(query, request.headers.accept);
    const condition = searchCondition(query);
    const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
    const coding = accepted.bestForStreams;
    const headers = {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="records.${format.ending}"`,
      vary: 'Accept, Accept-Encoding',
      ...(coding && { 'content-encoding': coding }),
    };
    if (request.method === 'HEAD') return reply.headers(headers).send();
    const chargeRows = options.admitRows(request);
    const admission = await options.queue.acquire(reply);
    const signal = createDisconnectSignal(reply);
    const database = await options.openDatabase();
    const { audit, searchMs } = options;
    const read = readStoredPages(database, condition, { searchMs, signal });
    const recorded = recordExport(audit, () => subjectOf(request), read);
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
  app.route({ method: ['GET', 'HEAD'], url: '/v1/export', config, handler });
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

function selectFormat(
  { format, safe }: Readonly<Record<string, string>>,
  accept: string | undefined,
): ExportFormat {
  const chosen = format
    ? exportFormats[parseChoice('format', format, exportFormatNames)]
    : negotiateFormat(accept);
  if (!parseFlag('safe', safe)) return chosen;
  if (chosen.name === 'csv') return safeCsv;
  throw invalidParameter('safe', `applies to CSV only; the requested format is ${chosen.name}`);
}

/** The media types of each format, its own first; the others are those that imports accept for it. */
const types: ReadonlyMap<string, ExportFormatName> = new Map(
  exportFormatNames.flatMap((name) => {
    return acceptedTypes(name).map((type) => [type, name] as const);
  }),
);

function negotiateFormat(accept: string | undefined): ExportFormat {
  const header = { accept: ignoreLongAccept(accept) || undefined };
  const type = new Negotiator({ headers: header }).mediaType([...types.keys()]) ?? '';
  const name = types.get(type);
  if (name !== undefined) return { ...exportFormats[name], contentType: type };
  const own = exportFormatNames.map((each) => exportFormats[each].contentType.split(';', 1)[0]);
  throw new RequestError(
    'NOT_ACCEPTABLE',
    `The header "Accept" is "${accept}"; exports are available as ${own.join(', ')}.`,
  );
}

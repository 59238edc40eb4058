import { pipeline } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Negotiator } from 'negotiator';
import type { Database } from '../../database/database.js';
import { databaseUnavailable } from '../../database/open-database.js';
import { RequestError } from '../../errors/request-error.js';
import {
  type ExportFormat,
  type ExportFormatName,
  exportFormatNames,
  exportFormats,
  isExportFormatName,
  safeCsv,
} from '../../exports/export-formats.js';
import { storedPages } from '../../exports/stored-pages.js';
import { listMediaTypes } from '../../formats/file-format.js';
import { writeRows } from '../../formats/write-rows.js';
import type { AdmissionQueue } from '../../http/admission-queue.js';
import { createDisconnectSignal } from '../../http/client-connection.js';
import { ignoreLongAccept } from '../../http/replies/accept.js';
import { createCompressor, parseAcceptEncoding } from '../../http/replies/content-coding.js';
import { preemptibleStream } from '../../http/replies/preemptible-stream.js';
import { startStreamedReply } from '../../http/replies/streamed-reply.js';
import { parseQuery } from '../../http/urls/parse-query.js';
import { searchCondition } from '../../records/query/search-parameters.js';
import { checkParameters } from './rest-search.js';

const parameters = ['after', 'before', 'contains', 'uri', 'site', 'format', 'safe'];

/** What exports need. */
export interface ExportOptions {
  readonly openDatabase: () => Promise<Database>;
  /** By which they are done. */
  readonly queue: AdmissionQueue;
  /** Seconds for which a client may be too slow while others wait, see `Pace`. */
  readonly slowSeconds: number;
  /** Milliseconds that it may take to read a page. */
  readonly searchMs: number;
}

/**
 * `GET /v1/export`: all records that a search finds, as one stream. It is no GraphQL operation, as no
 * answer of GraphQL is without bounds. It is read from the database as fast as the client takes it,
 * and no further when the client leaves.
 */
export function registerExportRoute(app: FastifyInstance, options: ExportOptions): void {
  async function handler(request: FastifyRequest, reply: FastifyReply) {
    const query = parseQuery(request) as Record<string, string>;
    checkParameters(query, parameters);
    const format = formatOf(query, request.headers.accept);
    const condition = searchCondition(query);
    const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
    const coding = accepted.bestForStreams;
    const headers = {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="records.${format.name}"`,
      vary: 'Accept, Accept-Encoding',
      ...(coding && { 'content-encoding': coding }),
    };
    if (request.method === 'HEAD') return reply.headers(headers).send();
    const turn = await options.queue.acquire(reply);
    const signal = createDisconnectSignal(reply);
    const database = await options.openDatabase();
    const pages = storedPages(database, condition, { searchMs: options.searchMs, signal });
    const text = preemptibleStream(writeRows(pages, format), turn, options.slowSeconds, reply);
    // Most faults come with the first part, and are answered as those of any other request.
    const first = await text.next().catch((error) => {
      throw database.engine.isUnavailable(error) ? databaseUnavailable(error) : error;
    });
    const stream = startStreamedReply(first.value ?? '', text, request, reply);
    reply.headers(headers);
    // A fault is logged where it happens; the client is told by the connection that breaks off.
    return reply.send(coding ? pipeline(stream, createCompressor(coding), () => {}) : stream);
  }
  app.route({ method: ['GET', 'HEAD'], url: '/v1/export', handler });
}

function formatOf(
  { format, safe }: Readonly<Record<string, string>>,
  accept: string | undefined,
): ExportFormat {
  const chosen = format ? namedFormat(format) : acceptedFormat(accept);
  if (!safe || safe === 'false') return chosen;
  if (safe !== 'true') {
    throw new RequestError(
      'ARGUMENT_INVALID',
      `The parameter "safe" is "${safe}"; it must be true or false.`,
      'safe',
    );
  }
  if (chosen.name === 'csv') return safeCsv;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The parameter "safe" is for CSV, and the format asked for is ${chosen.name}.`,
    'safe',
  );
}

function namedFormat(name: string): ExportFormat {
  if (isExportFormatName(name)) return exportFormats[name];
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The parameter "format" is "${name}"; it must be one of ${exportFormatNames.join(', ')}.`,
    'format',
  );
}

/** The media types of each format, its own first; an import takes the others for the same. */
const types: ReadonlyMap<string, ExportFormatName> = new Map(
  exportFormatNames.flatMap((name) => {
    const all = [exportFormats[name].contentType, ...listMediaTypes(name)];
    return all.map((type) => [type, name] as const);
  }),
);

function acceptedFormat(accept: string | undefined): ExportFormat {
  const header = { accept: ignoreLongAccept(accept) || undefined };
  const type = new Negotiator({ headers: header }).mediaType([...types.keys()]) ?? '';
  const name = types.get(type);
  if (name !== undefined) return { ...exportFormats[name], contentType: type };
  const own = exportFormatNames.map((each) => listMediaTypes(each)[0]);
  throw new RequestError(
    'NOT_ACCEPTABLE',
    `The header "Accept" is "${accept}"; an export is sent as ${own.join(', ')}.`,
  );
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import type { CompressedBodies } from '../../http/replies/compressed-bodies.js';
import { parseAcceptEncoding, selectCoding } from '../../http/replies/content-coding.js';
import { jsonContentType } from '../../http/replies/response-headers.js';
import { parseQuery } from '../../http/urls/parse-query.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import { renameArgument } from '../../records/query/search-parameters.js';
import { requireScope } from '../../viewer/scopes.js';
import { formatNextPageLink, toSearchVariables } from './rest-search.js';
import type { OperationResult, RestContent, RunOperation } from './run-operation.js';
import { registerViewerRoute } from './viewer-route.js';

const searchAccess = { access: requireScope('records:read') };

interface StoredRecord {
  readonly id: string;
  readonly title: string;
  readonly uri: string;
  readonly date: string;
}

interface SearchData {
  readonly records: {
    readonly nodes: readonly StoredRecord[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface SearchContent extends RestContent {
  /** The cursor of the next page; undefined where there is none. */
  readonly next: string | undefined;
}

/** What the REST routes need. */
export interface RestRouteOptions {
  readonly run: RunOperation;
  readonly forms: CompressedBodies;
}

/**
 * The calls of the REST service that this one replaces, as existing scripts make them. Each runs one
 * service operation, so it has the same limits and results as GraphQL.
 */
export function registerRestRoutes(app: FastifyInstance, { run, forms }: RestRouteOptions): void {
  async function searchPage(reply: FastifyReply, variables: Record<string, unknown>) {
    try {
      return await run(reply, 'SearchRecords', variables, toSearchContent);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions.code !== 'CURSOR_INVALID') {
        throw renameArgument(error);
      }
      // In GraphQL it is `after`, which is a date here.
      throw new RequestError(
        'CURSOR_INVALID',
        'The parameter "cursor" is not a cursor from a Link header of this service.',
        'cursor',
      );
    }
  }

  registerViewerRoute(app);
  app.get('/v1/', { config: searchAccess }, async (request, reply) => {
    const query = parseQuery(request);
    const result = await searchPage(reply, toSearchVariables(query));
    const { next } = result.content;
    if (next !== undefined) reply.header('link', formatNextPageLink(query, next));
    return sendResult(reply, result, forms);
  });

  // The URL to which rows are sent is not that of a record.
  app.get<{ Params: { id: string } }>(
    '/v1/:id(^(?!bulk$)[^]*$)',
    { config: searchAccess },
    async (request, reply) => {
      const { id } = request.params;
      const result = await run(reply, 'GetRecord', { id }, toRecordContent);
      if (result.content.json === noRecord)
        throw new RequestError('NOT_FOUND', `No record has the id "${id.slice(0, 20)}".`);
      return sendResult(reply, result, forms);
    },
  );
}

function toSearchContent({ records: { nodes, pageInfo } }: SearchData): SearchContent {
  const next = pageInfo.hasNextPage ? String(pageInfo.endCursor) : undefined;
  return { json: JSON.stringify(nodes.map(toRestRecord)), next };
}

const noRecord = 'null';

function toRecordContent({ record }: { readonly record: StoredRecord | null }): RestContent {
  return { json: record === null ? noRecord : JSON.stringify(toRestRecord(record)) };
}

/** A record as the replaced service wrote it, with a number as its id. */
const toRestRecord = ({ id, ...record }: StoredRecord) => ({
  id: parseNodeNumber('Record', id),
  ...record,
});

async function sendResult(
  reply: FastifyReply,
  { content, kept }: OperationResult<RestContent>,
  forms: CompressedBodies,
): Promise<FastifyReply> {
  const { headers } = reply.request;
  reply.type(jsonContentType);
  const coding = kept && selectCoding(parseAcceptEncoding(headers['accept-encoding']), kept.length);
  if (kept === undefined || coding === undefined) return reply.send(content.json);
  const compressed = await forms.compress(content, kept, coding);
  return reply.headers({ 'content-encoding': coding, vary: 'Accept-Encoding' }).send(compressed);
}

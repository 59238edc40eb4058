import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../errors.js';
import { bulkItems } from './rest-items.js';
import { nextPageLink, searchVariables } from './rest-search.js';
import type { RunOperation } from './run-operation.js';

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

/**
 * The calls of the REST service that this one replaces, as its users' scripts have them. Each runs
 * one stored operation, so it has the same limits and answers as GraphQL.
 */
export function restRoutes(app: FastifyInstance, run: RunOperation): void {
  async function search(request: FastifyRequest, reply: FastifyReply) {
    const variables = searchVariables(request.query as Record<string, unknown>);
    const { records } = await run<SearchData>(request, 'search-records', variables);
    if (records.pageInfo.hasNextPage) {
      reply.header('link', nextPageLink(request.url, String(records.pageInfo.endCursor)));
    }
    return records.nodes.map(restRecord);
  }
  app.get('/v1', search);
  app.get('/v1/', search);

  app.get<{ Params: { id: string } }>('/v1/:id', async (request) => {
    const { id } = request.params;
    const { record } = await run<{ record: StoredRecord | null }>(request, 'get-record', { id });
    if (record === null) throw new RequestError('NOT_FOUND', `No record has the id "${id}".`);
    return restRecord(record);
  });

  app.post('/v1/bulk', async (request) => {
    const items = bulkItems(request.body);
    const { bulkImport } = await run<{ bulkImport: object }>(request, 'bulk-import', {
      input: { items, source: 'POST /v1/bulk' },
      firstRejections: items.length,
    });
    return { ok: true, ...bulkImport };
  });
}

/** A record as the old service wrote it, with a number for its id. */
const restRecord = ({ id, ...record }: StoredRecord) => ({ id: Number(id), ...record });

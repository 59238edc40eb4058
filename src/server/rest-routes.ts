import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { RequestError } from '../errors.js';
import { queryOf } from './query-of.js';
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
  async function searchPage(reply: FastifyReply, variables: Record<string, unknown>) {
    try {
      return await run<SearchData>(reply, 'SearchRecords', variables);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions.code !== 'CURSOR_INVALID')
        throw error;
      // GraphQL calls it `after`, which is a date here.
      throw new RequestError(
        'CURSOR_INVALID',
        'The parameter "cursor" is none that this service gave in a Link header.',
        'cursor',
      );
    }
  }

  async function search(request: FastifyRequest, reply: FastifyReply) {
    const query = queryOf(request);
    const { records } = await searchPage(reply, searchVariables(query));
    if (records.pageInfo.hasNextPage) {
      reply.header('link', nextPageLink(query, String(records.pageInfo.endCursor)));
    }
    return records.nodes.map(restRecord);
  }
  app.get('/v1/', search);

  // The address to which rows are sent is no record's.
  app.get<{ Params: { id: string } }>('/v1/:id(^(?!bulk$)[^]*$)', async (request, reply) => {
    const { id } = request.params;
    const { record } = await run<{ record: StoredRecord | null }>(reply, 'GetRecord', { id });
    if (record === null)
      throw new RequestError('NOT_FOUND', `No record has the id "${id.slice(0, 20)}".`);
    return restRecord(record);
  });
}

/** A record as the old service wrote it, with a number for its id. */
const restRecord = ({ id, ...record }: StoredRecord) => ({ id: Number(id), ...record });

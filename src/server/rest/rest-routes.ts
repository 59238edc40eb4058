import type { FastifyInstance, FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import type { CompressedBodies } from '../../http/replies/compressed-bodies.js';
import { parseAcceptEncoding, selectCoding } from '../../http/replies/content-coding.js';
import { jsonContentType } from '../../http/replies/response-headers.js';
import { parseQuery } from '../../http/urls/parse-query.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import { renameArgument } from '../../records/query/search-parameters.js';
import { formatNextPageLink, toSearchVariables } from './rest-search.js';
import type { OperationResult, RestBody, RunOperation } from './run-operation.js';

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

interface SearchForm extends RestBody {
  /** The cursor from which the next page goes on; undefined where there is none. */
  readonly next: string | undefined;
}

/** What the REST routes work with. */
export interface RestParts {
  readonly run: RunOperation;
  readonly forms: CompressedBodies;
}

/**
 * The calls of the REST service that this one replaces, as its users' scripts have them. Each runs
 * one stored operation, so it has the same limits and answers as GraphQL.
 */
export function registerRestRoutes(app: FastifyInstance, { run, forms }: RestParts): void {
  async function searchPage(reply: FastifyReply, variables: Record<string, unknown>) {
    try {
      return await run(reply, 'SearchRecords', variables, searchForm);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions.code !== 'CURSOR_INVALID') {
        throw renameArgument(error);
      }
      // GraphQL calls it `after`, which is a date here.
      throw new RequestError(
        'CURSOR_INVALID',
        'The parameter "cursor" is none that this service gave in a Link header.',
        'cursor',
      );
    }
  }

  app.get('/v1/', async (request, reply) => {
    const query = parseQuery(request);
    const answer = await searchPage(reply, toSearchVariables(query));
    const { next } = answer.form;
    if (next !== undefined) reply.header('link', formatNextPageLink(query, next));
    return sendForm(reply, answer, forms);
  });

  // The address to which rows are sent is no record's.
  app.get<{ Params: { id: string } }>('/v1/:id(^(?!bulk$)[^]*$)', async (request, reply) => {
    const { id } = request.params;
    const answer = await run(reply, 'GetRecord', { id }, recordForm);
    if (answer.form.body === nothing)
      throw new RequestError('NOT_FOUND', `No record has the id "${id.slice(0, 20)}".`);
    return sendForm(reply, answer, forms);
  });
}

function searchForm({ records: { nodes, pageInfo } }: SearchData): SearchForm {
  const next = pageInfo.hasNextPage ? String(pageInfo.endCursor) : undefined;
  return { body: JSON.stringify(nodes.map(restRecord)), next };
}

const nothing = 'null';

function recordForm({ record }: { readonly record: StoredRecord | null }): RestBody {
  return { body: record === null ? nothing : JSON.stringify(restRecord(record)) };
}

/** A record as the old service wrote it, with a number for its id. */
const restRecord = ({ id, ...record }: StoredRecord) => ({
  id: parseNodeNumber('Record', id),
  ...record,
});

async function sendForm(
  reply: FastifyReply,
  { form, kept }: OperationResult<RestBody>,
  forms: CompressedBodies,
): Promise<FastifyReply> {
  const { headers } = reply.request;
  reply.type(jsonContentType);
  const coding = kept && selectCoding(parseAcceptEncoding(headers['accept-encoding']), kept.length);
  if (kept === undefined || coding === undefined) return reply.send(form.body);
  const packed = await forms.compress(form, kept, coding);
  return reply.headers({ 'content-encoding': coding, vary: 'Accept-Encoding' }).send(packed);
}

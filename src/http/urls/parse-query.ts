import { type ParsedUrlQuery, parse } from 'node:querystring';
import type { FastifyRequest } from 'fastify';

/** Parses the query string of a request; a parameter that was given more than once is a list. */
export function parseQuery({ query }: FastifyRequest): ParsedUrlQuery {
  return parse((query as { readonly text: string }).text);
}

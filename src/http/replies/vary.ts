import type { FastifyReply } from 'fastify';

/** Adds a request header to the `Vary` of a response, unless it is listed already. */
export function addVary(reply: FastifyReply, header: string): void {
  const listed = String(reply.getHeader('vary') ?? '');
  const isListed = listed.split(',').some((each) => each.trim() === header);
  if (!isListed) reply.header('vary', listed === '' ? header : `${listed}, ${header}`);
}

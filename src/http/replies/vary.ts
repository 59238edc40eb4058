import type { FastifyReply } from 'fastify';

/** Says that an answer differs by a header of its request, beside those that it names already. */
export function addVary(reply: FastifyReply, header: string): void {
  const named = String(reply.getHeader('vary') ?? '');
  const isNamed = named.split(',').some((each) => each.trim() === header);
  if (!isNamed) reply.header('vary', named === '' ? header : `${named}, ${header}`);
}

import { post } from './http.js';
import type { Service } from './service.js';

/** The cost of an operation, as the service reports it on request. */
export async function costOf({ app }: Service, query: string, variables: object = {}) {
  const headers = { 'graphql-cost': 'report' };
  const answer = await post(app, '/graphql', { query, variables }, headers);
  return answer.json().extensions?.cost ?? answer.json();
}

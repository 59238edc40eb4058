import { post } from './http.js';
import type { Service } from './service.js';

/** What an operation costs, as the service reports it when it is asked. */
export async function costOf({ app }: Service, query: string, variables: object = {}) {
  const headers = { 'graphql-cost': 'report' };
  const answer = await post(app, '/graphql', { query, variables }, headers);
  return answer.json().extensions?.cost ?? answer.json();
}

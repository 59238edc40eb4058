import { hash } from 'node:crypto';
import { joinKeyParts } from '../cache/join-key-parts.js';
import type { Limits } from '../config/limits.js';
import { jsonContentType } from '../http/replies/response-headers.js';
import type { CacheScope } from '../viewer/viewer.js';
import type { ApqStore } from './documents/apq-store.js';
import type { PersistedOperations } from './documents/persisted-operations.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';
import { type RequestPlan, RequestPlans } from './request-plan.js';
import { graphqlResponseType } from './response-type.js';

/** What requests are planned with. */
export interface RequestPlannerParts {
  readonly operations: PersistedOperations;
  readonly apq: ApqStore;
  readonly limits: Limits;
}

/**
 * Finds out what a request asks for and under which key its response is kept, before it is executed.
 * Only a document that another process may know is waited for. Throws a `RequestError` when the
 * document is not allowed, and when nobody knows its id.
 *
 * @param type the media type of the response
 * @param viewers those that share the response, unless it depends on the viewer
 */
export type PlanRequest = (
  http: GraphqlHttpRequest,
  type: string | undefined,
  viewers: CacheScope,
) => RequestPlan | Promise<RequestPlan>;

/** Makes the function by which requests are planned. */
export function createRequestPlanner({
  operations,
  apq,
  limits,
}: RequestPlannerParts): PlanRequest {
  const scopes = scopesFor(limits);
  const newKeys = () => new RequestPlans({ catalog: operations.documents, apq });
  let keys = newKeys();
  // What was found for an address may be allowed no more, or mean another document.
  operations.onReload(() => {
    keys = newKeys();
  });

  async function planWith(
    documentHash: string,
    http: GraphqlHttpRequest,
    scope: string | undefined,
  ) {
    await apq.find(documentHash);
    const plan = keys.plan(http, scope);
    if (plan.apqLookup?.notFound) throw plan.apqLookup.notFound;
    return plan;
  }

  return (http, type, viewers) => {
    const scope = scopes[viewers].get(type);
    const plan = keys.plan(http, scope);
    return plan.apqLookup === undefined ? plan : planWith(plan.apqLookup.hash, http, scope);
  };
}

/**
 * What decides a response beside the request itself, by the viewers that share it and the media type
 * in which it is sent. Processes that share responses may have different limits.
 */
function scopesFor(limits: Limits): Record<CacheScope, ReadonlyMap<string | undefined, string>> {
  const digest = hash('sha256', JSON.stringify(limits), 'base64url').slice(0, 10);
  const types = [jsonContentType, graphqlResponseType];
  const scopesOf = (viewers: CacheScope) =>
    new Map(types.map((type) => [type, joinKeyParts([viewers, digest, type])]));
  return { everyone: scopesOf('everyone') };
}

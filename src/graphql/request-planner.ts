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

/** The parts of a request planner. */
export interface RequestPlannerParts {
  readonly operations: PersistedOperations;
  readonly apq: ApqStore;
  readonly limits: Limits;
}

/**
 * Finds the document of a request and the key under which its response is cached, before it is executed.
 * The result is a promise only if another process may know the document. Throws a `RequestError` if the
 * document is not allowed, or its id is unknown.
 *
 * @param type the media type of the response
 * @param viewers those that share the response, unless it depends on the viewer
 */
export type PlanRequest = (
  http: GraphqlHttpRequest,
  type: string | undefined,
  viewers: CacheScope,
) => RequestPlan | Promise<RequestPlan>;

/** Creates a function that plans requests. */
export function createRequestPlanner({
  operations,
  apq,
  limits,
}: RequestPlannerParts): PlanRequest {
  const scopes = scopesFor(limits);
  const createPlans = () => new RequestPlans({ catalog: operations.documents, apq });
  let plans = createPlans();
  // What a URL was planned as may no longer be allowed, or mean another document.
  operations.onReload(() => {
    plans = createPlans();
  });

  async function planWith(
    documentHash: string,
    http: GraphqlHttpRequest,
    scope: string | undefined,
  ) {
    await apq.find(documentHash);
    const plan = plans.plan(http, scope);
    if (plan.apqLookup?.notFound) throw plan.apqLookup.notFound;
    return plan;
  }

  return (http, type, viewers) => {
    const scope = scopes[viewers].get(type);
    const plan = plans.plan(http, scope);
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
  return { everyone: scopesOf('everyone'), allowed: scopesOf('allowed') };
}

import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { type CachePolicy, cachePolicyOf } from '../execution/cache-policy.js';

/**
 * Says in `Cache-Control` for how long the hints allow to keep a response. Apollo Server's own
 * plugin does so too, but watches every field of every response for it.
 */
export function cacheHeaders(): ApolloServerPlugin {
  const policies = new WeakMap<DocumentNode, CachePolicy | 'none'>();
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ schema, document, operation, response }) {
          const { body, http } = response;
          if (!document || operation?.operation !== 'query' || body.kind !== 'single') return;
          if (body.singleResult.errors) return;
          let policy = policies.get(document);
          if (policy === undefined) {
            policy = cachePolicyOf(schema, document) ?? 'none';
            policies.set(document, policy);
          }
          if (policy === 'none') return;
          http.headers.set(
            'cache-control',
            `max-age=${policy.maxAge}, ${policy.scope.toLowerCase()}`,
          );
        },
      };
    },
  };
}

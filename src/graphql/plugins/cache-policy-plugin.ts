import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { uncacheable } from '../../cache/cache-decision.js';
import type { Context } from '../context.js';
import type { CachePolicy } from '../execution/cache-policy.js';

/**
 * Notes in the context whether the cache hints and the result of an operation allow its response to be
 * cached. Apollo Server's own plugin watches every field of every response for that.
 */
export function cachePolicyPlugin(
  findCachePolicy: (document: DocumentNode) => CachePolicy,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ document, operation, response, contextValue }) {
          const { body } = response;
          const { notes } = contextValue;
          // What was not executed needs no policy, and takes long to visit where a limit rejected it.
          const isExecuted = body.kind === 'single' && body.singleResult.data !== undefined;
          if (!document || !operation || !isExecuted) return;
          if (operation.operation !== 'query') {
            notes.cachePolicy = uncacheable('MUTATION');
            return;
          }
          let policy = findCachePolicy(document);
          const { data, errors } = body.singleResult;
          const isPrivate = !policy.isCacheable && policy.reason === 'PRIVATE_CACHE_HINT';
          if (errors && !isPrivate) policy = uncacheable(data === null ? 'ERRORS' : 'PARTIAL_DATA');
          notes.cachePolicy = policy;
        },
      };
    },
  };
}

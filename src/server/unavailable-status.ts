import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import type { HttpCodes } from '../config.js';

/**
 * Answers with 503 when the database was away, so that clients and proxies know to try again.
 *
 * @param codes with `draft`, what came with data is a success all the same, as that has it
 */
export function unavailableStatus(
  isUnavailable: (error: unknown) => boolean,
  codes: HttpCodes,
): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ errors, response }) {
          const { body } = response;
          const hasData = body?.kind === 'single' && body.singleResult.data;
          if (codes === 'draft' && hasData) return;
          if (errors?.some((error) => isUnavailable(unwrapResolverError(error)))) {
            response.http.status = 503;
          }
        },
      };
    },
  };
}

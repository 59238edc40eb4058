import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';

/** Answers with 503 when the database was away, so that clients and proxies know to try again. */
export function unavailableStatus(isUnavailable: (error: unknown) => boolean): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ errors, response }) {
          if (errors?.some((error) => isUnavailable(unwrapResolverError(error)))) {
            response.http.status = 503;
          }
        },
      };
    },
  };
}

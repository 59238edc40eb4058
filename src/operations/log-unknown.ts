import type { ApolloServerPlugin } from '@apollo/server';
import { RecentlyUsed } from '../cache/recently-used.js';
import type { PersistedOperations } from './persisted-operations.js';

const mostTold = 1000;
const longestShown = 2000;

/** Logs each document that is run and that no manifest has, once: it is what a manifest lacks. */
export function logUnknown(
  operations: PersistedOperations,
  logger: { warn(about: object, message: string): void },
): ApolloServerPlugin {
  const told = new RecentlyUsed<true>(mostTold);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ source, queryHash, operationName }) {
          if (operations.documents.withText(source)?.trusted || told.get(queryHash)) return;
          told.set(queryHash, true);
          logger.warn(
            {
              documentId: `sha256:${queryHash}`,
              operationName,
              document: source.slice(0, longestShown),
            },
            'A document was run that is in no manifest.',
          );
        },
      };
    },
  };
}

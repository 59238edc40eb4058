import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.js';
import type { Context } from '../context.js';
import { makeSchema } from '../schema.js';
import { errorFormatter } from './format-error.js';
import { knownOperationType } from './known-operation-type.js';
import { nameArgument } from './name-argument.js';
import { unavailableStatus } from './unavailable-status.js';

/** The GraphQL engine of the service, not yet started. */
export function makeApollo(
  config: Config,
  logger: FastifyBaseLogger,
  isUnavailable: (error: unknown) => boolean,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: makeSchema(),
    // Its own would write to the console, past the log.
    logger,
    validationRules: [knownOperationType],
    introspection: !config.production,
    formatError: errorFormatter(logger, config, isUnavailable),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: config.production,
    // The process's signals belong to main.ts alone.
    stopOnTerminationSignals: false,
    plugins: [
      nameArgument,
      unavailableStatus(isUnavailable),
      config.production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ footer: false }),
    ],
  });
}

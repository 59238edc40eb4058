import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config.js';
import { itemValues } from '../imports/graphql/item-values.js';
import type { Context } from './context.js';
import { type AutomaticDocuments, rememberedSeconds } from './documents/automatic-documents.js';
import { knownOperationType } from './documents/known-operation-type.js';
import type { PersistedOperations } from './documents/persisted-operations.js';
import type { UnknownDocuments } from './documents/unknown-documents.js';
import { DocumentStore } from './execution/document-store.js';
import { executionGateway } from './execution/execution-gateway.js';
import { QueryPlans } from './execution/query-plans.js';
import { errorFormatter } from './format-error.js';
import { bodyLimit } from './limits/body-limit.js';
import { parseOptions } from './limits/parse-options.js';
import { RequestLimits } from './limits/request-limits.js';
import { argumentPathPlugin } from './plugins/argument-path.js';
import { cacheHeaders } from './plugins/cache-headers.js';
import { exactNumbers } from './plugins/exact-numbers.js';
import { httpStatus } from './plugins/http-status.js';
import { limitsPlugin } from './plugins/limits-plugin.js';
import { nullArguments } from './plugins/null-arguments.js';
import { unavailableStatus } from './plugins/unavailable-status.js';

/** What the GraphQL engine is made of. */
export interface ApolloParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly operations: PersistedOperations;
  readonly automatic: AutomaticDocuments;
  readonly unknownDocuments: UnknownDocuments | undefined;
  readonly logger: FastifyBaseLogger;
  readonly isUnavailable: (error: unknown) => boolean;
}

/** The GraphQL engine of the service, started. */
export async function startApollo({
  config,
  schema,
  operations,
  automatic,
  unknownDocuments,
  logger,
  isUnavailable,
}: ApolloParts): Promise<ApolloServer<Context>> {
  const limits = limitsPlugin(
    new RequestLimits(schema, config.limits, ({ loc }) => {
      const { trusted } = operations.documents;
      // Not by its form: finding that out takes long for some documents that no limit holds back.
      return trusted.withText(loc?.source.body ?? '') !== undefined;
    }),
  );
  const plans = new QueryPlans(schema);
  const documentStore = new DocumentStore(plans);
  await documentStore.trust(operations.documents.trusted.forms);
  operations.onReload(({ forms }) => documentStore.trust(forms));
  const apollo = new ApolloServer<Context>({
    gateway: executionGateway(schema, plans),
    documentStore,
    persistedQueries: operations.remembersOthers && { cache: automatic, ttl: rememberedSeconds },
    // Its own would write to the console, past the log.
    logger,
    parseOptions: parseOptions(config.limits),
    validationRules: [limits.rule, knownOperationType],
    // Each error is looked up in the document, and nobody reads a hundred.
    validationOptions: { hideSuggestions: config.production, maxErrors: 20 },
    introspection: !config.production,
    formatError: errorFormatter(logger, config, isUnavailable),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: config.production,
    // The process's signals belong to main.ts alone.
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      // Before those that forbid to keep what this one allows.
      cacheHeaders(),
      argumentPathPlugin,
      nullArguments(schema),
      bodyLimit,
      limits.plugin,
      // After what refuses documents that take long to visit, and before numbers are looked at.
      itemValues(schema),
      exactNumbers,
      httpStatus(config.httpCodes),
      unavailableStatus(isUnavailable, config.httpCodes),
      ...(unknownDocuments ? [unknownDocuments.plugin] : []),
      // It would load from elsewhere; the service has pages of its own.
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config.js';
import { countRows } from '../imports/graphql/count-rows.js';
import { itemValuesPlugin } from '../imports/graphql/item-values-plugin.js';
import { findNodeScopes } from '../nodes/node-scopes.js';
import type { RateLimit } from '../rate-limit/rate-limit.js';
import { findImportFilterScopes } from '../records/graphql/import-filter-scopes.js';
import type { DocumentScopes } from './access/document-scopes.js';
import type { FindVariableScopes } from './access/executed-operation.js';
import type { Context } from './context.js';
import { type ApqStore, apqTtlSeconds } from './documents/apq-store.js';
import { knownOperationType } from './documents/known-operation-type.js';
import type { PersistedOperations } from './documents/persisted-operations.js';
import type { UnlistedDocuments } from './documents/unlisted-documents.js';
import type { GraphqlServer } from './execute-http.js';
import { createCachePolicyFinder } from './execution/cache-policy.js';
import { DirectQueries } from './execution/direct-queries.js';
import { DocumentStore } from './execution/document-store.js';
import { createExecutionGateway } from './execution/execution-gateway.js';
import { QueryPlans } from './execution/query-plans.js';
import { createErrorFormatter } from './format-error.js';
import { createParseOptions } from './limits/parse-options.js';
import { RequestLimits } from './limits/request-limits.js';
import { accessPlugin } from './plugins/access-plugin.js';
import { argumentPathPlugin } from './plugins/argument-path-plugin.js';
import { bodyLimitPlugin } from './plugins/body-limit-plugin.js';
import { cachePolicyPlugin } from './plugins/cache-policy-plugin.js';
import { exactNumbersPlugin } from './plugins/exact-numbers-plugin.js';
import { httpStatusPlugin } from './plugins/http-status-plugin.js';
import { limitsPlugin } from './plugins/limits-plugin.js';
import { nullArgumentsPlugin } from './plugins/null-arguments-plugin.js';
import { chargeOperation, rateLimitPlugin } from './plugins/rate-limit-plugin.js';
import { unavailableStatusPlugin } from './plugins/unavailable-status-plugin.js';

/** For every way of executing an operation. */
const findVariableScopes: FindVariableScopes = (executed) => [
  ...findNodeScopes(executed),
  ...findImportFilterScopes(executed),
];

/** The parts of the GraphQL server. */
export interface ApolloParts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly operations: PersistedOperations;
  readonly scopes: DocumentScopes;
  readonly apq: ApqStore;
  readonly unlistedDocuments: UnlistedDocuments | undefined;
  /** Undefined if callers are not limited. */
  readonly limit: RateLimit | undefined;
  readonly logger: FastifyBaseLogger;
  readonly isUnavailable: (error: unknown) => boolean;
}

/** Starts the GraphQL server. */
export async function startApollo({
  config,
  schema,
  operations,
  scopes,
  apq,
  unlistedDocuments,
  limit,
  logger,
  isUnavailable,
}: ApolloParts): Promise<Pick<GraphqlServer<Context>, 'apollo' | 'direct'>> {
  const requestLimits = new RequestLimits(schema, config.limits, ({ loc }) => {
    const { trusted } = operations.documents;
    // By its text alone: to compare its form takes long for some documents, before any limit applies.
    return trusted.findByText(loc?.source.body ?? '') !== undefined;
  });
  const limits = limitsPlugin(requestLimits);
  const findCachePolicy = createCachePolicyFinder(schema);
  const plans = new QueryPlans(schema);
  const documentStore = new DocumentStore(plans);
  await documentStore.setTrusted(operations.documents.trusted.variants);
  operations.onReload(({ variants }) => documentStore.setTrusted(variants));
  const apollo = new ApolloServer<Context>({
    gateway: createExecutionGateway(schema, plans),
    documentStore,
    persistedQueries: operations.supportsApq && { cache: apq, ttl: apqTtlSeconds },
    // Its own logger would write to the console, past the log.
    logger,
    parseOptions: createParseOptions(config.limits),
    validationRules: [limits.rule, knownOperationType],
    // Locating each error in the document takes time, and nobody reads a hundred of them.
    validationOptions: { hideSuggestions: config.production, maxErrors: 20 },
    // With access control, a scope decides.
    introspection: config.auth.isOn || !config.production,
    formatError: createErrorFormatter(logger, config, isUnavailable),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: config.production,
    // Only main.ts handles the signals of the process.
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      cachePolicyPlugin(findCachePolicy),
      argumentPathPlugin,
      nullArgumentsPlugin(schema),
      bodyLimitPlugin,
      limits.plugin,
      accessPlugin(scopes, findVariableScopes),
      // After the limits, which reject documents that take long to visit, and before numbers are checked.
      itemValuesPlugin(schema),
      exactNumbersPlugin,
      httpStatusPlugin(config.httpCodes),
      unavailableStatusPlugin(isUnavailable, config.httpCodes),
      ...(limit ? [rateLimitPlugin(limit, countRows)] : []),
      ...(unlistedDocuments ? [unlistedDocuments.plugin] : []),
      // It would load scripts from another host; the service has pages of its own.
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  const direct = new DirectQueries({
    schema,
    store: documentStore,
    plans,
    limits: requestLimits,
    findVariableScopes,
    findCachePolicy,
    async charge(notes) {
      if (limit) await chargeOperation(limit, notes, 0);
      return notes.refusal === undefined;
    },
  });
  return { apollo, direct };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, Kind, type ValidationRule } from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import type { RequestCost, RequestLimits } from '../limits/request-limits.js';

const costHeader = 'graphql-cost';

/**
 * Whether a client wants to know what its operation costs. Its answer must neither be cached, as
 * others have not asked for that, nor come out of the cache.
 */
export function isCostRequested(headers: IncomingHttpHeaders): boolean {
  return headers[costHeader] === 'report';
}

/** Holds the requests of Apollo Server to their limits, and reports costs to clients that ask. */
export function limitsPlugin(limits: RequestLimits): {
  readonly plugin: ApolloServerPlugin;
  /** Belongs to the plugin: Apollo Server refuses requests here, not where the plugin looks at them. */
  readonly rule: ValidationRule;
} {
  const refusals = new WeakMap<DocumentNode, RequestError>();
  const plugin: ApolloServerPlugin = {
    async requestDidStart() {
      let cost: RequestCost | undefined;
      return {
        async validationDidStart(context) {
          const refusal = refusalOf(() => limits.checkDocument(context.document));
          if (refusal === undefined) return;
          // Validation must not see what it would take long for.
          const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
          refusals.set(document, refusal);
          Object.assign(context, { document });
        },
        async didResolveOperation({ document, operation, request: { variables } }) {
          if (!operation) return;
          const refusal = refusalOf(() => {
            cost = limits.checkRequest(document, operation, variables);
          });
          if (refusal === undefined) return;
          refusal.extensions.http = { status: 400 };
          throw refusal;
        },
        async willSendResponse({ request, response: { body } }) {
          if (request.http?.headers.get(costHeader) !== 'report') return;
          if (cost === undefined || body.kind !== 'single') return;
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
      };
    },
  };
  const rule: ValidationRule = (context) => {
    const refusal = refusals.get(context.getDocument());
    if (refusal) context.reportError(refusal);
    return {};
  };
  return { plugin, rule };
}

function refusalOf(check: () => void): RequestError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

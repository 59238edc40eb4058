import type { IncomingHttpHeaders } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, Kind, type ValidationRule } from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import type { Context } from '../context.js';
import type { RequestCost, RequestLimits } from '../limits/request-limits.js';

const costHeader = 'graphql-cost';

/**
 * Whether a client asks for the cost of its operation. The response must neither be cached, as other
 * clients have not asked for it, nor come from the cache.
 */
export function isCostRequested(headers: IncomingHttpHeaders): boolean {
  return headers[costHeader] === 'report';
}

/** Checks the limits of Apollo Server's requests, and reports the cost to clients that ask. */
export function limitsPlugin(limits: RequestLimits): {
  readonly plugin: ApolloServerPlugin<Context>;
  /** Belongs to the plugin: Apollo Server can reject a document here, but not where the plugin checks it. */
  readonly rule: ValidationRule;
} {
  const errors = new WeakMap<DocumentNode, RequestError>();
  const plugin: ApolloServerPlugin<Context> = {
    async requestDidStart({ contextValue }) {
      const { notes } = contextValue;
      let cost: RequestCost | undefined;
      return {
        async validationDidStart(context) {
          const error = catchRequestError(() => limits.checkDocument(context.document));
          if (error === undefined) return;
          // Validation must not see the document, which could keep it busy.
          const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
          errors.set(document, error);
          Object.assign(context, { document });
        },
        async didResolveOperation({ document, operation, request: { variables } }) {
          if (!operation) return;
          const error = catchRequestError(() => {
            cost = limits.checkRequest(document, operation, variables);
          });
          notes.cost = cost?.requested ?? 0;
          if (error === undefined) return;
          error.extensions.http = { status: 400 };
          throw error;
        },
        async willSendResponse({ request, response: { body } }) {
          if (request.http?.headers.get(costHeader) !== 'report') return;
          if (cost === undefined || body.kind !== 'single') return;
          const remaining = notes.caller?.cost.remaining(performance.now());
          const actual = contextValue.actualCost;
          const reported = { ...cost, actual, ...(remaining !== undefined && { remaining }) };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost: reported };
        },
      };
    },
  };
  const rule: ValidationRule = (context) => {
    const error = errors.get(context.getDocument());
    if (error) context.reportError(error);
    return {};
  };
  return { plugin, rule };
}

function catchRequestError(check: () => void): RequestError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../audit/audit-log.js';
import { subjectOf } from '../audit/request-audit.js';
import { RequestError } from '../errors/request-error.js';
import { findOperationType } from '../graphql/documents/document-info.js';
import type { RequestPlan } from '../graphql/request-plan.js';
import { AccessError } from '../viewer/access-error.js';

/**
 * Records each request that was rejected for who sent it, and some of those that read. Imports and
 * exports are recorded where they are done, as only that knows their outcome.
 */
export function auditRequests(app: FastifyInstance, audit: AuditLog): void {
  app.decorateRequest('plan', null);
  app.decorateRequest('cost', undefined);
  if (!audit.isOn) return;
  app.addHook('onError', (request, _reply, error: Error, done) => {
    const reason = findRefusal(error);
    if (reason !== undefined) {
      audit.record({
        action: 'refusal',
        outcome: 'failure',
        reason,
        ...subjectOf(request),
        details: {
          ...describeOperation(request.plan),
          scopes: error instanceof AccessError ? error.challenge?.scopes : undefined,
        },
      });
    }
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { plan } = request;
    if (plan !== null && audit.isReadSampled() && isRead(plan)) {
      audit.record({
        action: 'read',
        outcome: reply.statusCode < 400 ? 'success' : 'failure',
        ...subjectOf(request),
        details: { ...describeOperation(plan), cost: request.cost || undefined },
      });
    }
    done();
  });
}

/** Why a request was rejected, if that was for who sent it, or how much. */
function findRefusal(error: Error): string | undefined {
  if (error instanceof AccessError) return error.reason ?? error.code;
  const isLimited = error instanceof RequestError && error.code === 'RATE_LIMITED';
  return isLimited ? error.code : undefined;
}

function isRead({ document, operationName }: RequestPlan): boolean {
  return document === undefined || findOperationType(document, operationName) === 'query';
}

/** The name is that of a manifest: any other document could have been given a secret for a name. */
function describeOperation(plan: RequestPlan | null) {
  const { document, operationName } = plan ?? {};
  if (document === undefined) return {};
  const names = [...document.operationTypes.keys()];
  const name = names.length === 1 ? names[0] : names.find((each) => each === operationName);
  return { document: document.hash, operation: document.trusted ? name || undefined : undefined };
}

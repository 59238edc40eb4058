import type { FastifyInstance, LogLevel } from 'fastify';

/** Whether the service should receive requests. */
export interface Readiness {
  /** Rejects when the database does not respond, or is not migrated. */
  readonly check: () => Promise<unknown>;
  /** Why the service cannot serve all clients yet, as a public sentence; undefined if it can. */
  readonly findReasonNotReady: () => string | undefined;
  /** Whether the service is shutting down. */
  readonly isStopping: () => boolean;
}

/**
 * `/livez`: the process works. `/readyz`: it should receive requests, as the database responds and is
 * migrated, nothing else is missing, and no shutdown has begun. Redis does not count, as the service works without it.
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  { check, findReasonNotReady, isStopping: stopping }: Readiness,
): void {
  // Called every few seconds, they would fill the log.
  const { level } = app.log;
  const logLevel = /^(info|debug|trace)$/.test(level) ? 'warn' : (level as LogLevel);
  // Probes may use any IP address of the service as the host.
  const options = { logLevel, config: { anyHost: true, access: 'public' } } as const;
  app.get('/livez', options, async () => ({ ok: true }));
  app.get('/readyz', options, async (request, reply) => {
    if (stopping())
      return reply.code(503).send({ ok: false, error: 'The service is shutting down.' });
    const reason = findReasonNotReady();
    if (reason !== undefined) return reply.code(503).send({ ok: false, error: reason });
    try {
      await check();
      return { ok: true };
    } catch (err) {
      request.log.warn({ err }, 'The service is not ready.');
      return reply
        .code(503)
        .send({ ok: false, error: 'The database is unavailable or not migrated.' });
    }
  });
}

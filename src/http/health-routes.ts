import type { FastifyInstance, LogLevel } from 'fastify';

/** Whether the service should get requests. */
export interface Readiness {
  /** Rejects when the database does not answer, or has not the tables that the newest migration made. */
  readonly check: () => Promise<unknown>;
  /** Whether the service is about to stop. */
  readonly stopping: () => boolean;
}

/**
 * `/livez` says that the process works; `/readyz` that requests should be sent to it: the database
 * answers and is migrated, and no stop was asked for. Redis does not count, as the service does without it.
 */
export function registerHealthRoutes(app: FastifyInstance, { check, stopping }: Readiness): void {
  // They are asked every few seconds: each answer is worth no line of the log.
  const { level } = app.log;
  const logLevel = /^(info|debug|trace)$/.test(level) ? 'warn' : (level as LogLevel);
  // Who asks for them calls the service by the address at which it happens to run.
  const options = { logLevel, config: { anyHost: true } };
  app.get('/livez', options, async () => ({ ok: true }));
  app.get('/readyz', options, async (request, reply) => {
    if (stopping()) return reply.code(503).send({ ok: false, error: 'The service is stopping.' });
    try {
      await check();
      return { ok: true };
    } catch (err) {
      request.log.warn({ err }, 'The service is not ready.');
      return reply
        .code(503)
        .send({ ok: false, error: 'The database does not answer as it should.' });
    }
  });
}

import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { BodyMemory } from './bodies/body-memory.js';
import { registerBodyParsers } from './bodies/body-parsers.js';
import { CoalescingMessage } from './bodies/coalescing-message.js';
import { ClientErrors } from './client-errors.js';
import type { SelectErrorFormat } from './error-format.js';
import { createErrorHandler, type ErrorHeaders, handleNotFound } from './error-handler.js';
import { noSniffHeader } from './replies/response-headers.js';
import { maxHeaderBytes } from './server-bounds.js';
import { type AllowedHosts, createHostCheck } from './urls/allowed-hosts.js';
import { checkPercentEscapes } from './urls/percent-escapes.js';
import { toOriginForm } from './urls/request-target.js';
import { checkUrlLength } from './urls/url-length.js';

/** How the HTTP server accepts requests. */
export interface HttpAppOptions {
  readonly logger: FastifyBaseLogger;
  /** Seconds within which a client must have sent its request. */
  readonly requestSeconds: number;
  readonly hosts: AllowedHosts;
  /** The memory that bodies may hold. */
  readonly memory: BodyMemory;
  /** The maximum number of open connections. */
  readonly connections: number;
  readonly errorFormatFor: SelectErrorFormat;
  /** Additional headers of error replies. */
  readonly errorHeaders?: ErrorHeaders;
  /** IP addresses or networks of the proxies whose `X-Forwarded-` headers count. */
  readonly trustedProxies?: readonly string[];
}

// Slow requests are detected only when connections are checked.
const maxCheckIntervalMs = 5_000;

/** Ids that are unique among processes, and cheaper than a UUID each. */
function createRequestIds(): () => string {
  const prefix = randomUUID();
  let count = 0;
  return () => `${prefix}-${++count}`;
}

/** Creates the HTTP server, without routes; it replies to everything that cannot be served. */
export function createHttpApp({
  logger,
  requestSeconds,
  hosts,
  memory,
  connections,
  errorFormatFor,
  errorHeaders = () => ({}),
  trustedProxies = [],
}: HttpAppOptions): FastifyInstance {
  const clientErrors = new ClientErrors(errorFormatFor);
  const handleError = createErrorHandler(errorFormatFor, errorHeaders);
  const requestTimeout = requestSeconds * 1000;
  const logsRequests = /^(debug|trace)$/.test(logger.level);
  const app = Fastify({
    loggerInstance: logger,
    clientErrorHandler: clientErrors.reply,
    frameworkErrors: handleError,
    // Two lines for each request cost more than a cached response does.
    logController: new LogController({ disableRequestLogging: !logsRequests }),
    // So would a child logger for each, for an id that nothing else in the log would have.
    childLoggerFactory: (parent, bindings, options) =>
      logsRequests || options.level !== undefined ? parent.child(bindings, options) : parent,
    genReqId: createRequestIds(),
    // A client that sends headers or bodies more slowly than this holds a connection without using it.
    requestTimeout,
    http: {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestTimeout,
      requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, maxCheckIntervalMs),
      // Ours says what is wrong, unlike the error of Node.js.
      requireHostHeader: false,
      IncomingMessage: CoalescingMessage,
    },
    // Never a number of hops: a client that bypasses the proxy could claim any address (CVE-2026-16732).
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    rewriteUrl: toOriginForm,
    // While it closes, requests on open connections are still served.
    return503OnClosing: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      // GraphQL takes the whole query string; others parse it where they need it, see `parse-query.ts`.
      querystringParser: (text) => ({ text }),
    },
  });
  app.server.maxConnections = connections;
  // Node.js itself would reply to an unknown Expect header, without saying what is wrong.
  app.server.on('checkExpectation', (request, response) =>
    app.server.emit('request', request, response),
  );
  const findHostError = createHostCheck(app, hosts);
  // A client that has closed its sending side still gets a response. Node.js has no option for it.
  Object.assign(app.server, { httpAllowHalfOpen: true });
  app.addHook('onRequest', (request, reply, done) => {
    clientErrors.watch(request, reply);
    reply.header(...noSniffHeader);
    done(findHostError(request) ?? checkUrlLength(request) ?? checkPercentEscapes(request));
  });
  registerBodyParsers(app, memory, requestSeconds);
  // Before any routes, which keep the handler that is set when they are added.
  app.setErrorHandler(handleError);
  handleNotFound(app, errorFormatFor);
  return app;
}

import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { BodyMemory } from './bodies/body-memory.js';
import { registerBodyParsers } from './bodies/body-parsers.js';
import { CoalescingMessage } from './bodies/coalescing-message.js';
import { ClientErrors } from './client-errors.js';
import type { SelectErrorFormat } from './error-format.js';
import { createErrorHandler, handleNotFound } from './error-handler.js';
import { noSniffHeader } from './replies/response-headers.js';
import { maxHeaderBytes } from './server-bounds.js';
import { type AllowedHosts, createHostCheck } from './urls/allowed-hosts.js';
import { checkPercentEscapes } from './urls/percent-escapes.js';
import { toOriginForm } from './urls/request-target.js';
import { checkUrlLength } from './urls/url-length.js';

/** What decides how the HTTP server takes requests. */
export interface HttpAppOptions {
  readonly logger: FastifyBaseLogger;
  /** Seconds within which a client must have sent its request. */
  readonly requestSeconds: number;
  readonly hosts: AllowedHosts;
  /** The memory that bodies may take. */
  readonly memory: BodyMemory;
  /** The most connections at a time. */
  readonly connections: number;
  readonly errorFormatFor: SelectErrorFormat;
}

// What is too slow is noticed only when connections are looked at.
const mostCheckMs = 5_000;

/** Ids that no other process gives, each cheaper than a UUID of its own. */
function requestIds(): () => string {
  const prefix = randomUUID();
  let count = 0;
  return () => `${prefix}-${++count}`;
}

/** The HTTP server without any address, which answers whatever it cannot serve. */
export function createHttpApp({
  logger,
  requestSeconds,
  hosts,
  memory,
  connections,
  errorFormatFor,
}: HttpAppOptions): FastifyInstance {
  const clientErrors = new ClientErrors(errorFormatFor);
  const handleError = createErrorHandler(errorFormatFor);
  const requestTimeout = requestSeconds * 1000;
  const logsRequests = /^(debug|trace)$/.test(logger.level);
  const app = Fastify({
    loggerInstance: logger,
    clientErrorHandler: clientErrors.reply,
    frameworkErrors: handleError,
    // Two lines for each request cost more than a cached answer does.
    logController: new LogController({ disableRequestLogging: !logsRequests }),
    // So would a log of its own for each, whose id nothing else in the log has then.
    childLoggerFactory: (parent, bindings, options) =>
      logsRequests || options.level !== undefined ? parent.child(bindings, options) : parent,
    genReqId: requestIds(),
    // A client that sends headers or bodies slower than this is holding a connection, not using it.
    requestTimeout,
    http: {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestTimeout,
      requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, mostCheckMs),
      // Its own refusal would say nothing; ours does.
      requireHostHeader: false,
      IncomingMessage: CoalescingMessage,
    },
    rewriteUrl: toOriginForm,
    // While it closes, requests that still come on open connections are answered like all others.
    return503OnClosing: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      // GraphQL's are found by the whole address; others read what they want, see `parse-query.ts`.
      querystringParser: (text) => ({ text }),
    },
  });
  app.server.maxConnections = connections;
  // Node.js would answer by itself, and without a word, what is expected that nobody knows.
  app.server.on('checkExpectation', (request, response) =>
    app.server.emit('request', request, response),
  );
  const hostFault = createHostCheck(app, hosts);
  // A client that has nothing more to send still gets its answer. Node.js has no option for it.
  Object.assign(app.server, { httpAllowHalfOpen: true });
  app.addHook('onRequest', (request, reply, done) => {
    clientErrors.watch(request, reply);
    // No browser may take an answer for something else than its type says, like a script.
    reply.header(...noSniffHeader);
    done(hostFault(request) ?? checkUrlLength(request) ?? checkPercentEscapes(request));
  });
  registerBodyParsers(app, memory, requestSeconds);
  // Errors before routes, which keep the handler that is set when they are added.
  app.setErrorHandler(handleError);
  handleNotFound(app, errorFormatFor);
  return app;
}

import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite';
import { pino } from 'pino';
import { executeHttp } from '../../src/graphql/execute-http.js';
import { graphqlErrorFormat } from '../../src/graphql/graphql-error-format.js';
import { registerGraphqlRoute } from '../../src/graphql/graphql-route.js';
import { BodyMemory } from '../../src/http/bodies/body-memory.js';
import { createHttpApp } from '../../src/http/http-app.js';
import { serverBounds } from '../../src/http/server-bounds.js';

// Its servers answer introspection and say more about errors unless Apollo runs in production.
process.env.NODE_ENV = 'test';

// The suite brings its own Apollo servers, so it tests everything between them and the network.
defineIntegrationTestSuite(async (options, { context } = {}) => {
  const apollo = new ApolloServer(options);
  await apollo.start();
  const app = createHttpApp({
    logger: pino({ level: 'silent' }),
    requestSeconds: 60,
    memory: new BodyMemory(serverBounds.bodyBytes),
    connections: serverBounds.connections,
    errorFormatFor: () => graphqlErrorFormat,
    hosts: { host: '127.0.0.1', allowedHosts: [] },
  });
  // The suite expects plain text to reach Apollo Server, which answers 400.
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  const contextOf = async () => (await context?.()) ?? {};
  registerGraphqlRoute(app, async (_request, http) => {
    const answer = await executeHttp({ apollo, codes: 'stable' }, http, contextOf);
    return { ...answer, headers: Object.fromEntries(answer.headers) };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    server: apollo,
    url: `http://127.0.0.1:${port}/graphql`,
    extraCleanup: () => app.close(),
  };
});

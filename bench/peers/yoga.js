import { createServer } from 'node:http';
import { useAPQ } from '@graphql-yoga/plugin-apq';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createSchema, createYoga } from 'graphql-yoga';
import { cached, listen, resolvers, typeDefs } from './records.js';

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  logging: false,
  plugins: [useAPQ(), ...(cached ? [useResponseCache({ session: () => null, ttl: 600_000 })] : [])],
});
createServer(yoga).listen(listen);

import Fastify from 'fastify';
import mercurius from 'mercurius';
import cache from 'mercurius-cache';
import { cached, listen, resolvers, typeDefs } from './records.js';

const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  jit: 1,
  ...mercurius.persistedQueryDefaults.automatic(),
});
if (cached) app.register(cache, { ttl: 600, policy: { Query: { records: true } } });
await app.listen(listen);

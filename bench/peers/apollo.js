import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { startStandaloneServer } from '@apollo/server/standalone';
import responseCachePlugin from '@apollo/server-plugin-response-cache';
import { cached, listen, resolvers, typeDefs } from './records.js';

const responseCache = responseCachePlugin.default ?? responseCachePlugin;
const server = new ApolloServer({
  typeDefs,
  resolvers,
  plugins: cached ? [ApolloServerPluginCacheControl({ defaultMaxAge: 600 }), responseCache()] : [],
});
await startStandaloneServer(server, { listen: { ...listen, path: '/graphql' } });

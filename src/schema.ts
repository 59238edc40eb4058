import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, specifiedDirectives } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { requiresScopesDirective } from './graphql/access/requires-scopes.js';
import { describeScopes, printSchemaWithScopes } from './graphql/access/scopes-in-schema.js';
import { ImportResolver } from './imports/graphql/import-resolver.js';
import {
  BulkImportPayloadResolver,
  ImportRejectionsResolver,
  RejectionConnectionResolver,
  RejectionResolver,
} from './imports/graphql/rejection-resolver.js';
import { RetryResolver } from './imports/graphql/retry-resolver.js';
import { addNodeResolvers } from './nodes/add-node-resolvers.js';
import { NodeResolver } from './nodes/node-resolver.js';
import {
  RecordConnectionResolver,
  SiteCountResolver,
} from './records/graphql/record-connection-resolver.js';
import { RecordResolver } from './records/graphql/record-resolver.js';
import { SiteResolver } from './records/graphql/site-resolver.js';

// What readers of the documentation see first; type-graphql has no place for these.
const descriptions = {
  schema:
    'Dated links: `records` searches them, `bulkImport` imports new ones with dates in almost any format.',
  query: 'Read operations. Lists are paginated by the GraphQL Cursor Connections Specification.',
  mutation: 'Write operations.',
};

/** Creates the schema of the service, without configuration or a database. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      NodeResolver,
      RecordResolver,
      RecordConnectionResolver,
      SiteResolver,
      SiteCountResolver,
      ImportResolver,
      ImportRejectionsResolver,
      RejectionConnectionResolver,
      RejectionResolver,
      RetryResolver,
      BulkImportPayloadResolver,
    ],
    // GraphQL checks the types of arguments; their bounds are checked where they are used.
    validate: false,
    directives: [...specifiedDirectives, requiresScopesDirective],
  });
  addNodeResolvers(schema);
  describeScopes(schema);
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  schema.description = descriptions.schema;
  if (query) query.description = descriptions.query;
  if (mutation) mutation.description = descriptions.mutation;
  return schema;
}

/** Prints the schema as SDL, sorted, so that diffs stay small. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchemaWithScopes(lexicographicSortSchema(schema))}\n`;
}

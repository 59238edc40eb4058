import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { BulkImportPayloadResolver, ImportResolver } from './imports/graphql/import-resolver.js';
import { addNodeResolvers } from './nodes/add-node-resolvers.js';
import { NodeResolver } from './nodes/node-resolver.js';
import {
  RecordConnectionResolver,
  SiteCountResolver,
} from './records/graphql/record-connection-resolver.js';
import { RecordResolver } from './records/graphql/record-resolver.js';
import { SiteResolver } from './records/graphql/site-resolver.js';

// What a reader of the documentation sees first; type-graphql has no place to say it.
const descriptions = {
  schema:
    'Dated links: `records` searches them, `bulkImport` takes new ones in, however their dates are written.',
  query: 'What can be asked. Lists come in pages, by the GraphQL Cursor Connections Specification.',
  mutation: 'What can be changed.',
};

/** The schema of the service. It needs neither configuration nor a database. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      NodeResolver,
      RecordResolver,
      RecordConnectionResolver,
      SiteResolver,
      SiteCountResolver,
      ImportResolver,
      BulkImportPayloadResolver,
    ],
    // The types of arguments are checked by GraphQL, their bounds where they are used.
    validate: false,
  });
  addNodeResolvers(schema);
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  schema.description = descriptions.schema;
  if (query) query.description = descriptions.query;
  if (mutation) mutation.description = descriptions.mutation;
  return schema;
}

/** The schema in the schema definition language, sorted, so that a change shows as few lines. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

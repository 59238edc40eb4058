import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { BulkImportPayloadResolver, ImportResolver } from './imports/import-resolver.js';
import {
  RecordConnectionResolver,
  SiteCountResolver,
} from './records/record-connection-resolver.js';
import { RecordResolver } from './records/record-resolver.js';
import { SiteResolver } from './sites/site-resolver.js';

/** The schema of the service. It needs neither configuration nor a database. */
export function makeSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
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
}

/** The schema in the schema definition language, sorted, so that a change shows as few lines. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

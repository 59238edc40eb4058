import { Command } from 'commander';
import { makeSchema, printSortedSchema } from '../schema.js';
import type { Terminal } from './terminal.js';

/** `records schema`: prints the schema, without configuration and without a database. */
export function schemaCommand(terminal: Terminal): Command {
  return new Command('schema')
    .description('Print the GraphQL schema, sorted.')
    .action(() => terminal.print(printSortedSchema(makeSchema())));
}

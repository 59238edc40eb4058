import { Command } from 'commander';
import { createSchema, printSortedSchema } from '../schema.js';
import type { Terminal } from './output/terminal.js';
import { schemaDiffCommand } from './schema-diff.js';

/** `records schema print|diff`: the schema, without configuration and without a database. */
export function schemaCommand(terminal: Terminal): Command {
  const print = new Command('print')
    .description('Print the GraphQL schema, sorted.')
    .action(() => terminal.print(printSortedSchema(createSchema())));
  return new Command('schema')
    .description('Print the GraphQL schema, or tell what a change of it breaks.')
    .addCommand(print, { isDefault: true })
    .addCommand(schemaDiffCommand(terminal));
}

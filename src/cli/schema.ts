import { Command } from 'commander';
import { createSchema, printSortedSchema } from '../schema.js';
import type { Terminal } from './output/terminal.js';
import { schemaDiffCommand } from './schema-diff.js';

/** `records schema print|diff`: the schema, without configuration or database. */
export function schemaCommand(terminal: Terminal): Command {
  const print = new Command('print')
    .description('Print the GraphQL schema, sorted.')
    .action(() => terminal.print(printSortedSchema(createSchema())));
  return new Command('schema')
    .description('Print the GraphQL schema, or show which changes of it would break clients.')
    .addCommand(print, { isDefault: true })
    .addCommand(schemaDiffCommand(terminal));
}

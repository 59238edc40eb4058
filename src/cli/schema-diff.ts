import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import {
  assertValidSchema,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  GraphQLError,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { findStricterScopes } from '../graphql/access/stricter-scopes.js';
import { createSchema, printSortedSchema } from '../schema.js';
import { pluralize } from '../text/pluralize.js';
import type { Terminal } from './output/terminal.js';

interface Change {
  readonly type: string;
  readonly description: string;
}

// As in `diff`: 1 for differences, 2 for trouble.
const breaking = 1;
const trouble = 2;

/** `records schema diff OLD [NEW]`: lists the changes that break clients or may affect them. */
export function schemaDiffCommand(terminal: Terminal): Command {
  return new Command('diff')
    .description(
      'List the changes from OLD to NEW that break clients, and those that may affect them. Exit code: 1 if a change breaks clients, 2 if a schema cannot be read.',
    )
    .argument('<old>', 'a GraphQL schema (SDL); - reads standard input')
    .argument('[new]', 'the GraphQL schema to compare with (default: that of this version)')
    .action(async (oldFile: string, newFile: string | undefined, _options, command: Command) => {
      const read = async (file: string) => {
        try {
          return parseSchema(await readText(file, terminal));
        } catch (error) {
          return command.error(explainUnreadable(file, error), { exitCode: trouble });
        }
      };
      const [before, after] = [
        await read(oldFile),
        newFile === undefined
          ? parseSchema(printSortedSchema(createSchema()))
          : await read(newFile),
      ];
      const count = printChanges(before, after, terminal);
      if (count > 0)
        command.error(`${pluralize(count, 'change')} would break clients.`, { exitCode: breaking });
    });
}

/** Prints the changes and returns the number of breaking ones. */
function printChanges(before: GraphQLSchema, after: GraphQLSchema, { print }: Terminal): number {
  const breaks = [
    ...findBreakingChanges(before, after),
    ...changedIds(before, after),
    ...requiredScopes(before, after),
  ];
  const dangers = findDangerousChanges(before, after);
  for (const { type, description } of breaks) print(`breaking   ${type}  ${description}\n`);
  for (const { type, description } of dangers) print(`dangerous  ${type}  ${description}\n`);
  if (breaks.length === 0) print('No change would break clients.\n');
  return breaks.length;
}

/**
 * Ids that clients may have stored and that change. The type of a field does not show that its values
 * change, but when a type implements `Node` for the first time, its ids become globally unique.
 */
function changedIds(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  const node = after.getType('Node');
  if (!isInterfaceType(node)) return [];
  return after.getPossibleTypes(node).flatMap(({ name }) => {
    const old = before.getType(name);
    if (!isObjectType(old) || old.getFields().id === undefined) return [];
    if (old.getInterfaces().some((implemented) => implemented.name === node.name)) return [];
    const description = `${name}.id has different values, because ${name} now implements Node.`;
    return [{ type: 'IDS_CHANGED', description }];
  });
}

/** Scopes that clients may lack. */
function requiredScopes(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  return findStricterScopes(before, after).map(({ coordinate, required }) => {
    const alternatives = required.map((all) => all.join(' and ')).join(', or ');
    const description = `${coordinate} requires more scopes than before: ${alternatives}.`;
    return { type: 'SCOPES_REQUIRED', description };
  });
}

function readText(file: string, terminal: Terminal): Promise<string> {
  return file === '-' ? terminal.readInput() : readFile(file, 'utf8');
}

function parseSchema(text: string): GraphQLSchema {
  const schema = buildSchema(text);
  assertValidSchema(schema);
  return schema;
}

function explainUnreadable(file: string, error: unknown): string {
  const name = file === '-' ? 'Standard input' : file;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `${name} cannot be read: ${message}.`;
  const [location] = (error instanceof GraphQLError && error.locations) || [];
  const at = location ? ` (line ${location.line}, column ${location.column})` : '';
  return `${name} is not a GraphQL schema${at}: ${message.replaceAll('\n\n', ' ')}`;
}

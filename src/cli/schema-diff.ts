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
import { createSchema, printSortedSchema } from '../schema.js';
import { pluralize } from '../text/pluralize.js';
import type { Terminal } from './output/terminal.js';

interface Change {
  readonly type: string;
  readonly description: string;
}

// As `diff` has it: 1 is an answer, 2 is trouble.
const breaking = 1;
const trouble = 2;

/** `records schema diff OLD [NEW]`: names what a change of the schema does to its clients. */
export function schemaDiffCommand(terminal: Terminal): Command {
  return new Command('diff')
    .description(
      'Name the changes from OLD to NEW that break clients, and those that are dangerous to them. Ends with 1 when one breaks them, with 2 when a schema cannot be read.',
    )
    .argument('<old>', 'a schema in the schema definition language; - reads standard input')
    .argument('[new]', 'another one; without it, the schema of this version')
    .action(async (oldFile: string, newFile: string | undefined, _options, command: Command) => {
      const read = async (file: string) => {
        try {
          return parsed(await textOf(file, terminal));
        } catch (error) {
          return command.error(unreadable(file, error), { exitCode: trouble });
        }
      };
      const [before, after] = [
        await read(oldFile),
        newFile === undefined ? parsed(printSortedSchema(createSchema())) : await read(newFile),
      ];
      const count = printChanges(before, after, terminal);
      if (count > 0)
        command.error(`${pluralize(count, 'change')} would break clients.`, { exitCode: breaking });
    });
}

/** Prints the changes and returns how many of them are breaking. */
function printChanges(before: GraphQLSchema, after: GraphQLSchema, { print }: Terminal): number {
  const breaks = [...findBreakingChanges(before, after), ...changedIds(before, after)];
  const dangers = findDangerousChanges(before, after);
  for (const { type, description } of breaks) print(`breaking   ${type}  ${description}\n`);
  for (const { type, description } of dangers) print(`dangerous  ${type}  ${description}\n`);
  if (breaks.length === 0) print('No change would break clients.\n');
  return breaks.length;
}

/**
 * The ids that clients have kept and will not meet again. The type of a field does not tell that its
 * values became other ones, but where a type takes on `Node`, its ids have to be unlike those of all
 * other types.
 */
function changedIds(before: GraphQLSchema, after: GraphQLSchema): Change[] {
  const node = after.getType('Node');
  if (!isInterfaceType(node)) return [];
  return after.getPossibleTypes(node).flatMap(({ name }) => {
    const old = before.getType(name);
    if (!isObjectType(old) || old.getFields().id === undefined) return [];
    if (old.getInterfaces().some((implemented) => implemented.name === node.name)) return [];
    const description = `${name}.id has other values, as ${name} implements Node now.`;
    return [{ type: 'IDS_CHANGED', description }];
  });
}

function textOf(file: string, terminal: Terminal): Promise<string> {
  return file === '-' ? terminal.readInput() : readFile(file, 'utf8');
}

function parsed(text: string): GraphQLSchema {
  const schema = buildSchema(text);
  assertValidSchema(schema);
  return schema;
}

function unreadable(file: string, error: unknown): string {
  const name = file === '-' ? 'Standard input' : file;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `${name} cannot be read: ${message}.`;
  const [place] = (error instanceof GraphQLError && error.locations) || [];
  const at = place ? ` (line ${place.line}, column ${place.column})` : '';
  return `${name} is no GraphQL schema${at}: ${message.replaceAll('\n\n', ' ')}`;
}

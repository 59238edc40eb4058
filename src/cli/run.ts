import { Command, CommanderError } from 'commander';
import { UserError } from '../errors/user-error.js';
import type { Terminal } from './output/terminal.js';

type CreateCommand = (terminal: Terminal) => Command;

// Loaded on demand, as loading everything that they use takes half a second.
const commands: Readonly<Record<string, () => Promise<CreateCommand>>> = {
  serve: async () => (await import('./serve.js')).serveCommand,
  demo: async () => (await import('./demo.js')).demoCommand,
  migrate: async () => (await import('./migrate.js')).migrateCommand,
  schema: async () => (await import('./schema.js')).schemaCommand,
  operations: async () => (await import('./operations.js')).operationsCommand,
  import: async () => (await import('./import/command.js')).importCommand,
  export: async () => (await import('./export.js')).exportCommand,
  token: async () => (await import('./token/command.js')).tokenCommand,
  rejects: async () => (await import('./rejects.js')).rejectsCommand,
  audit: async () => (await import('./audit.js')).auditCommand,
  doctor: async () => (await import('./doctor/command.js')).doctorCommand,
};

/**
 * Runs the command line `records` and returns the exit code: 0 on success, 1 on failure, or what the
 * help of the command says. A {@link UserError} is printed on standard error; other errors are thrown.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await createCommandLine(terminal, args[0]);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof UserError) {
      terminal.printError(`${error.message}\n`);
      return 1;
    }
    // Commander has already printed the message.
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

/**
 * Creates the command `records`, to be run.
 *
 * @param name the subcommand to add, if there is one of that name; otherwise all are added
 */
export async function createCommandLine(terminal: Terminal, name = ''): Promise<Command> {
  const program = new Command('records')
    .description('Imports dated links, and serves searches for them over GraphQL.')
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.printError })
    .exitOverride();
  const names = Object.hasOwn(commands, name) ? [name] : Object.keys(commands);
  for (const each of names) {
    const create = await commands[each]?.();
    if (create !== undefined) program.addCommand(create(terminal));
  }
  inheritSettings(program);
  return program;
}

/** Commands added by `addCommand` do not inherit the settings of their parent. */
function inheritSettings(command: Command): void {
  for (const each of command.commands) inheritSettings(each.copyInheritedSettings(command));
}

import { Command, CommanderError } from 'commander';
import { UserError } from '../errors/user-error.js';
import { demoCommand } from './demo.js';
import { exportCommand } from './export.js';
import { importCommand } from './import/command.js';
import { migrateCommand } from './migrate.js';
import { operationsCommand } from './operations.js';
import type { Terminal } from './output/terminal.js';
import { rejectsCommand } from './rejects.js';
import { schemaCommand } from './schema.js';
import { serveCommand } from './serve.js';

/**
 * Runs the command line `records` and returns the exit code: 0 on success, 1 on failure, or what the
 * help of the command says. A {@link UserError} is printed on standard error; other errors are thrown.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await commandLine(terminal).parseAsync(args, { from: 'user' });
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

/** The command `records` with all its subcommands, not yet run. */
export function commandLine(terminal: Terminal): Command {
  const program = new Command('records')
    .description('Imports dated links, and serves searches for them over GraphQL.')
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.printError })
    .exitOverride();
  for (const command of [
    serveCommand,
    demoCommand,
    migrateCommand,
    schemaCommand,
    operationsCommand,
    importCommand,
    exportCommand,
    rejectsCommand,
  ]) {
    program.addCommand(command(terminal));
  }
  inheritSettings(program);
  return program;
}

/** Commands added by `addCommand` do not inherit the settings of their parent. */
function inheritSettings(command: Command): void {
  for (const each of command.commands) inheritSettings(each.copyInheritedSettings(command));
}

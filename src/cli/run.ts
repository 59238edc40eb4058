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
 * Runs the command line `records` and returns the exit code: 0 when all went well, 1 when not, or
 * what the help of the command says.
 * Faults that the user can mend are one sentence on standard error; others are thrown.
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
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

/** The command `records` with all its subcommands. Nothing is run yet. */
export function commandLine(terminal: Terminal): Command {
  const program = new Command('records')
    .description('Imports dated links and answers searches for them over GraphQL.')
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

/** A command that was added whole has none of the settings of the one above it. */
function inheritSettings(command: Command): void {
  for (const each of command.commands) inheritSettings(each.copyInheritedSettings(command));
}

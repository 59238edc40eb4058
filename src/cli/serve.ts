import { Command } from 'commander';
import { readConfig } from '../config.js';
import { serve } from '../serve.js';
import type { Terminal } from './terminal.js';

/** `records serve`: serves until it is stopped. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .description('Serve GraphQL and the REST calls until Ctrl-C.')
    .action(async () => {
      const { app } = await serve(readConfig(terminal.env));
      await terminal.untilStopped();
      await app.close();
    });
}

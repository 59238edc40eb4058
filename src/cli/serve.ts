import { Command } from 'commander';
import { readConfig } from '../config.js';
import { serve } from '../serve.js';
import type { Terminal } from './terminal.js';

/** `records serve`: serves until it is stopped. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .description('Serve GraphQL and the REST calls until Ctrl-C.')
    .action(async () => {
      const config = readConfig(terminal.env);
      // Asked for first: whoever sees the address may stop the service at once.
      const stopped = terminal.untilStopped();
      const { app } = await serve(config);
      await stopped;
      await app.stop();
    });
}

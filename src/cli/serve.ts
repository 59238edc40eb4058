import { Command } from 'commander';
import type { App } from '../app.js';
import { readConfig } from '../config/config.js';
import { serve } from '../serve.js';
import type { Terminal } from './output/terminal.js';

/** `records serve`: serves until it is stopped. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .description('Serve GraphQL and the REST calls until Ctrl-C.')
    .action(async () => {
      const config = readConfig(terminal.env);
      // Asked for first: whoever sees the address may stop the service at once.
      const stopped = terminal.waitForStop();
      const { promise: started, resolve: start } = Promise.withResolvers<App>();
      // Also what was asked for during the start, as the files may have been read by then.
      terminal.onHangup(() => void started.then((app) => app.reload()));
      const { app } = await serve(config);
      start(app);
      await stopped;
      await app.stop();
    });
}

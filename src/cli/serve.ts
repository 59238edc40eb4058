import { Command } from 'commander';
import type { App } from '../app.js';
import { readConfig } from '../config/config.js';
import { serve } from '../serve.js';
import type { Terminal } from './output/terminal.js';

/** `records serve`: serves until it is stopped. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .description('Serve GraphQL and REST until Ctrl-C.')
    .action(async () => {
      const config = readConfig(terminal.env);
      // Installed first: the service may be stopped as soon as its URL is printed.
      const stopped = terminal.waitForStop();
      const { promise: started, resolve: start } = Promise.withResolvers<App>();
      // A SIGHUP during the start counts, too: the files may have been read by then.
      terminal.onHangup(() => void started.then((app) => app.reload()));
      const { app } = await serve(config);
      start(app);
      await stopped;
      await app.stop();
    });
}

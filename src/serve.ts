import { type App, createApp } from './app.js';
import type { Config } from './config/config.js';
import { StartError } from './errors/start-error.js';

/**
 * Creates the app and starts listening.
 * Throws a {@link StartError}, with the app closed, when it cannot listen on the configured address.
 */
export async function serve(config: Config): Promise<{ app: App; url: string }> {
  const app = await createApp(config);
  try {
    // Browsers cannot open the wildcard address.
    const url = (await app.listen()).replace('//[::]', '//localhost');
    return { app, url };
  } catch (error) {
    await app.close();
    throw listenError(error, config);
  }
}

function listenError(error: unknown, { http: { host, port } }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} on ${host} is already in use; set PORT to a free one.`);
    case 'EACCES':
      return new StartError(
        `Listening on port ${port} of ${host} is not permitted; set PORT above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST is "${host}", which is not an address of this machine.`);
    default:
      return error;
  }
}

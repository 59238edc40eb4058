import { type App, createApp } from './app.js';
import type { Config } from './config/config.js';
import { StartError } from './errors/start-error.js';

/**
 * Creates the app and has it listen.
 * Throws a {@link StartError} when the address cannot be used; the app is closed then.
 */
export async function serve(config: Config): Promise<{ app: App; address: string }> {
  const app = await createApp(config);
  try {
    // No browser opens the address that stands for all addresses.
    const address = (await app.listen()).replace('//[::]', '//localhost');
    return { app, address };
  } catch (error) {
    await app.close();
    throw listenError(error, config);
  }
}

function listenError(error: unknown, { http: { host, port } }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} of ${host} is taken by another program; set PORT to a free one.`,
      );
    case 'EACCES':
      return new StartError(`Port ${port} of ${host} may not be used; set PORT above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST is "${host}", which is no address of this machine.`);
    default:
      return error;
  }
}

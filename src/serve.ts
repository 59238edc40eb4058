import { type App, createApp } from './app.js';
import type { Config } from './config.js';

/** Says in a sentence why the service cannot be served. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/**
 * Creates the app and has it listen.
 * Throws a {@link ServeError} when the address cannot be used; the app is closed then.
 */
export async function serve(config: Config): Promise<{ app: App; address: string }> {
  const app = await createApp(config);
  try {
    return { app, address: await app.listen() };
  } catch (error) {
    await app.close();
    throw listenError(error, config);
  }
}

function listenError(error: unknown, { http: { host, port } }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ServeError(
        `Port ${port} of ${host} is taken by another program; set PORT to a free one.`,
      );
    case 'EACCES':
      return new ServeError(`Port ${port} of ${host} may not be used; set PORT above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ServeError(`HOST is "${host}", which is no address of this machine.`);
    default:
      return error;
  }
}

/** Waits for Ctrl-C or a request to terminate. A second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** What ends with the run. */
interface Stoppable {
  stop(): Promise<void>;
}

// Jest evaluates each setup and the teardown separately: they share state through the process.
const shared = globalThis as { recordsTestServers?: Stoppable[] };

/** Stops the server at the end of the run. Its URL reaches Jest's workers through the environment. */
export function share<Server extends Stoppable>(server: Server): Server {
  shared.recordsTestServers ??= [];
  shared.recordsTestServers.push(server);
  return server;
}

export async function stopSharedServers(): Promise<void> {
  await Promise.all((shared.recordsTestServers ?? []).map((server) => server.stop()));
}

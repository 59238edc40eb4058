import type { PrivateServer } from '#servers/private-server';

// Jest evaluates each set-up and the teardown apart: what they share hangs on the process.
const shared = globalThis as { recordsTestServers?: PrivateServer[] };

/** Has the server stopped at the end of the run. Its address goes to Jest's workers by the environment. */
export function share<Server extends PrivateServer>(server: Server): Server {
  shared.recordsTestServers ??= [];
  shared.recordsTestServers.push(server);
  return server;
}

export async function stopSharedServers(): Promise<void> {
  await Promise.all((shared.recordsTestServers ?? []).map((server) => server.stop()));
}

import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.js';
import { type Ended, type ImportFolder, importFolder, mixedItems, ndjson } from './importing.js';
import { type OidcIssuer, type OidcOptions, startOidcIssuer } from './oidc-issuer.js';
import { type Service, startService } from './service.js';

const audience = 'https://records.example.com';

/** How many rows the file has; these are three requests. */
export const rowCount = 20_100;

/** A file to import, through a proxy, into a service that accepts the tokens of a real issuer. */
export interface ClientImport {
  readonly issuer: OidcIssuer;
  readonly proxy: FaultyProxy;
  readonly folder: ImportFolder;
  /** Imports the file as the client that this describes; `nightly` unless it says otherwise. */
  importAs(client?: Readonly<Record<string, unknown>>, ...args: readonly string[]): Promise<Ended>;
  /** How many tokens were requested so far. */
  tokenRequests(): number;
  report(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the issuer and the service, and writes the file. */
export async function startClientImport(options?: OidcOptions): Promise<ClientImport> {
  const issuer = await startOidcIssuer(audience, options);
  const folder = await importFolder();
  const issuers = await folder.write(
    'issuers.json',
    JSON.stringify([
      { name: 'main', issuer: issuer.url, algorithms: ['RS256'], audiences: [audience] },
    ]),
  );
  const env = { AUTH: 'on', AUTH_ISSUERS: issuers, RATE_LIMIT: 'off' };
  const service: Service = await startService(env);
  const proxy = await startFaultyProxy(await service.app.listen());
  const file = await folder.write('rows.ndjson', ndjson(mixedItems(rowCount)));
  return {
    issuer,
    proxy,
    folder,
    async importAs(client = {}, ...args) {
      const content = {
        issuer: issuer.url,
        clientId: 'nightly',
        clientSecret: 'a-secret-of-the-tests',
        scope: 'imports:write',
        resource: audience,
        ...client,
      };
      const path = await folder.write('client.json', JSON.stringify(content));
      const report = folder.file('report.json');
      const options = ['--url', proxy.url, '--client', path, '--report', report];
      return folder.import([file, ...options, ...args]);
    },
    tokenRequests: () => issuer.requests.filter((path) => path === '/token').length,
    report: () => folder.readJson('report.json'),
    async stop() {
      await proxy.close();
      await service.stop();
      await issuer.close();
      await folder.remove();
    },
  };
}

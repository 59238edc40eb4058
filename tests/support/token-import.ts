import { writeFile } from 'node:fs/promises';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.js';
import { type Ended, type ImportFolder, importFolder, mixedItems, ndjson } from './importing.js';
import { type Service, startService } from './service.js';
import { tokenFolder, tokenId } from './token-folder.js';

/** How many rows the file has; these are three requests. */
export const rowCount = 20_100;

/** A file to import into a service that requires tokens, through a proxy. */
export interface TokenImport {
  readonly service: Service;
  readonly proxy: FaultyProxy;
  readonly folder: ImportFolder;
  /** The file with the rows. */
  readonly file: string;
  /** The file for `--token-file`. */
  readonly tokenFile: string;
  /** Imports the file into the service. */
  import(...args: readonly string[]): Promise<Ended>;
  /** The same, with `--token-file`. */
  importWithFile(...args: readonly string[]): Promise<Ended>;
  report(): Promise<unknown>;
  /** The requests with rows. */
  sent(): readonly string[];
  /** Creates a token that the service accepts at once; it may import unless the scopes are given. */
  createToken(name: string, ...scopes: readonly string[]): Promise<string>;
  revoke(token: string): Promise<void>;
  /** Calls this when the request with rows of this number, from 1, has reached the proxy. */
  onRows(number: number, act: () => Promise<void> | void): void;
  stop(): Promise<void>;
}

/** Starts the service, and writes the file. */
export async function startTokenImport(): Promise<TokenImport> {
  const tokens = await tokenFolder();
  await tokens.create('first', ['records:read']);
  const service = await startService({ ...tokens.env, RATE_LIMIT: 'off' });
  const proxy = await startFaultyProxy(await service.app.listen());
  const folder = await importFolder();
  const file = await folder.write('rows.ndjson', ndjson(mixedItems(rowCount)));
  const tokenFile = folder.file('token');
  const sent = () => proxy.bodies.filter((body) => body.includes('"items"'));
  const importFile: TokenImport['import'] = (...args) =>
    folder.import([file, '--url', proxy.url, '--report', folder.file('report.json'), ...args]);
  return {
    service,
    proxy,
    folder,
    file,
    tokenFile,
    import: importFile,
    importWithFile: (...args) => importFile('--token-file', tokenFile, ...args),
    report: () => folder.readJson('report.json'),
    sent,
    async createToken(name, ...scopes) {
      const token = await tokens.create(name, scopes.length > 0 ? scopes : ['imports:write']);
      await service.app.reload();
      return token;
    },
    async revoke(token) {
      await tokens.run('revoke', tokenId(token));
      await service.app.reload();
    },
    onRows(number, act) {
      proxy.onRequest = async () => {
        if (sent().length !== number) return;
        proxy.onRequest = () => {};
        await act();
      };
    },
    async stop() {
      await proxy.close();
      await service.stop();
      await folder.remove();
      await tokens.remove();
    },
  };
}

/** Writes the token to the file of `--token-file`, imports two chunks, and has the third one refused. */
export async function stopAfterTwo(one: TokenImport, token: string): Promise<void> {
  await writeFile(one.tokenFile, token);
  const refusal = { status: 400, body: '{"errors":[{"message":"Not this one."}]}' };
  one.onRows(3, () => void one.proxy.faults.push(refusal));
  const { code, errors } = await one.importWithFile();
  if (code !== 1 || !errors.includes('20000 rows are done;')) throw new Error(errors);
  one.proxy.bodies.length = 0;
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, typed } from '../../support/importing.js';
import { type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';

const feed =
  '<rss version="2.0"><channel><item><title>T</title><link>https://t.example/1</link><pubDate>Sat, 08 Mar 2014 15:01:02 GMT</pubDate></item></channel></rss>';

let folder: ImportFolder;
let site: Server;
let requests = 0;
let address: string;
beforeEach(async () => {
  folder = await importFolder();
  requests = 0;
  site = createServer((_request, response) => {
    requests += 1;
    response.end(feed);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/feed.xml?a=1&b=it's`;
});
afterEach(async () => {
  site.close();
  await folder.remove();
});

/** What the command that a message names before its pipe prints. */
async function follow(message: string, pipe: string): Promise<Buffer> {
  const [, command = ''] = new RegExp(`(curl -fsSL '[^']+') \\| ${pipe}`).exec(message) ?? [];
  const run = promisify(execFile);
  return (await run('sh', ['-c', command], { encoding: 'buffer' })).stdout;
}

test('an address instead of a file is not fetched; what the message says imports it', async () => {
  for (const args of [
    [address],
    ['--from-url', address],
    ['-'],
    [await folder.write('a', address)],
  ]) {
    const ended = await folder.import(args, typed(`${address}\n`));
    expect(ended).toMatchObject({ code: 1, printed: '' });
    expect(ended.errors).toContain('Addresses are not fetched. Fetch it yourself');
    expect(requests).toBe(0);
    const fetched = await follow(ended.errors, 'records import -');
    expect(requests).toBe(1);
    const imported = await folder.import(['-', '--quiet', '--report', folder.file('r')], {
      input: () => Readable.from([fetched]),
    });
    expect(imported).toMatchObject({ code: 0, errors: '' });
    expect(await folder.readJson('r')).toMatchObject({ received: 1 });
    requests = 0;
  }
});

test('a message about an address shows no password', async () => {
  const { errors } = await folder.import(['https://me:secret@t.example/feed']);
  expect(errors).toContain('Addresses are not fetched');
  expect(errors).not.toContain('secret');
});

test('a body of POST /v1/bulk that is only an address is not fetched; what the message says imports it', async () => {
  const service: Service = await startService(folder.env);
  const serviceUrl = await service.app.listen();
  try {
    for (const type of ['text/csv', 'application/json', 'application/rss+xml']) {
      const refused = await upload(serviceUrl, address, { 'content-type': type });
      expect(refused.status).toBe(400);
      expect(requests).toBe(0);
      const fetched = await follow(JSON.stringify(refused.json), 'curl -sS -H');
      const headers = { 'content-type': 'application/octet-stream' };
      expect((await upload(serviceUrl, fetched, headers)).json).toMatchObject({ received: 1 });
      requests = 0;
    }
  } finally {
    await service.stop();
  }
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, watchedPage } from '../support/browser.js';
import { type Service, startService } from '../support/service.js';

/** Serves an empty page on an origin of its own. */
async function startSite(): Promise<{ origin: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>A site</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describeInBrowser('a page of another origin', () => {
  let sites: { origin: string; server: Server }[];
  let service: Service;
  let address: string;
  let browser: Browser;
  beforeAll(async () => {
    sites = [await startSite(), await startSite()];
    service = await startService({ CORS_ORIGINS: sites[0]?.origin ?? '' });
    address = await service.app.listen();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const { server } of sites) server.close();
    await service?.stop();
  });

  /** Asks the service from a page of the site, and returns what its script gets to see. */
  async function askFrom(site: number) {
    const origin = sites[site]?.origin ?? '';
    const { page } = await watchedPage(browser, [origin, address]);
    await page.goto(origin);
    return page.evaluate(async (url) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'apollographql-client-name': 'a page' },
        body: JSON.stringify({ query: '{ records { totalCount } }' }),
      };
      try {
        const response = await fetch(`${url}/graphql`, init);
        return { tag: response.headers.get('etag'), answer: await response.json() };
      } catch (error) {
        return String(error);
      }
    }, address);
  }

  test('gets answers where its origin is in the list, twice, the second from the cache', async () => {
    for (const _ of ['made', 'cached']) {
      expect(await askFrom(0)).toEqual({
        tag: expect.stringMatching(/^"/),
        answer: { data: { records: { totalCount: 0 } } },
      });
    }
  }, 120_000);

  test('gets none where it is not', async () => {
    expect(await askFrom(1)).toMatch(/Failed to fetch/);
  }, 120_000);
});

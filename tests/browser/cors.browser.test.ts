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
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    sites = [await startSite(), await startSite()];
    service = await startService({ CORS_ORIGINS: sites[0]?.origin ?? '' });
    url = await service.app.listen();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const { server } of sites) server.close();
    await service?.stop();
  });

  /** Sends a request from a page of the site, and returns what its script can read. */
  async function requestFrom(site: number) {
    const origin = sites[site]?.origin ?? '';
    const { page } = await watchedPage(browser, [origin, url]);
    await page.goto(origin);
    return page.evaluate(async (target) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'apollographql-client-name': 'a page' },
        body: JSON.stringify({ query: '{ records { totalCount } }' }),
      };
      try {
        const response = await fetch(`${target}/graphql`, init);
        return { tag: response.headers.get('etag'), answer: await response.json() };
      } catch (error) {
        return String(error);
      }
    }, url);
  }

  test('gets a response if its origin is in CORS_ORIGINS, also from the cache', async () => {
    for (const _ of ['executed', 'cached']) {
      expect(await requestFrom(0)).toEqual({
        tag: expect.stringMatching(/^"/),
        answer: { data: { records: { totalCount: 0 } } },
      });
    }
  }, 120_000);

  test('gets no response if its origin is not in CORS_ORIGINS', async () => {
    expect(await requestFrom(1)).toMatch(/Failed to fetch/);
  }, 120_000);
});

// cspell:ignore parsererror
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hostileStrings } from '../records/hostile-strings.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const titles = [...hostileStrings, ']]>', '<![CDATA[x]]>', '&copy', '<a href="x">', '</title>'];

describeInBrowser('the parsers of a browser', () => {
  let service: Service;
  let browser: Browser;
  let page: Page;
  let stored: { title: string; uri: string; date: string }[];
  beforeAll(async () => {
    service = await startService();
    const uri = (n: number) => `https://www.example.com/?a=1&b="2"&n=${n}`;
    await service.importItems(titles.map((title, n) => item({ title, uri: uri(n) })));
    await service.importItems([item({ title: 'Early', date: '1001-02-03T04:05:06.007Z' })]);
    stored = JSON.parse((await exported('json')).body);
    browser = await launchBrowser();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await service.stop();
  });

  const exported = (format: string) => send(service.app, { url: `/v1/export?format=${format}` });

  /** Two characters are not in XML, see docs/exporting.md. */
  const inMarkup = (title: string) => title.replace(/[\ufffe\uffff]/g, '\ufffd');

  test('find a valid Atom feed (RFC 4287) with an entry for each record', async () => {
    const { body } = await exported('atom');
    const feed = await page.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, 'application/xml');
      const childrenOf = (element: Element) =>
        [...element.children].map((child) => [
          child.localName,
          child.getAttribute('href') ?? child.textContent ?? '',
        ]);
      const entries = [...root.children].filter(({ localName }) => localName === 'entry');
      return {
        root: `{${root.namespaceURI}}${root.localName}`,
        faults: root.getElementsByTagName('parsererror').length,
        children: childrenOf(root).filter(([name]) => name !== 'entry'),
        entries: entries.map(childrenOf),
      };
    }, body);
    expect([feed.root, feed.faults]).toEqual(['{http://www.w3.org/2005/Atom}feed', 0]);
    // Section 4.1.1: exactly one of each.
    const { id, title, updated, author } = Object.fromEntries(feed.children);
    expect(feed.children.map(([name]) => name)).toEqual([
      ...['id', 'title', 'updated', 'author', 'generator'],
    ]);
    expect([title, author]).toEqual(['Records', 'records-graphql']);
    expect(Math.abs(Date.parse(updated ?? '') - Date.now())).toBeLessThan(60_000);
    const entries = feed.entries.map((entry) => Object.fromEntries(entry));
    expect(entries).toEqual(
      stored.map((record) => ({
        id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/),
        title: inMarkup(record.title),
        link: record.uri,
        published: record.date,
        updated: record.date,
      })),
    );
    const ids = new Set([id, ...entries.map((entry) => entry.id)]);
    expect(ids.size).toBe(stored.length + 1);
  });

  test('find the titles and addresses of all records in a bookmark file', async () => {
    const { body } = await exported('html');
    const links = await page.evaluate((text) => {
      const { links: all } = new DOMParser().parseFromString(text, 'text/html');
      return [...all].map((link) => [link.textContent, link.getAttribute('href')]);
    }, body);
    expect(links).toEqual(stored.map(({ title, uri }) => [inMarkup(title), uri]));
  });
});

test('the ids of records in feeds are the same in every export', async () => {
  const ids = async () => {
    const service = await startService();
    await service.importItems([item(), item({ title: 'Another' })]);
    const { body } = await send(service.app, { url: '/v1/export?format=json-feed' });
    await service.stop();
    return JSON.parse(body).items.map(({ id }: { readonly id: string }) => id);
  };
  expect(await ids()).toEqual(await ids());
});

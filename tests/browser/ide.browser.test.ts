import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, watchedPage } from '../support/browser.js';
import { item, type Service, startService } from '../support/service.js';

// The hosted CI keeps it as an artifact.
const screenshot = 'coverage/screenshots/ide.png';

/** Waits until the editor shows an operation: until then, GraphiQL may still switch back to another. */
async function waitForOperation(page: Page, operation: string): Promise<void> {
  const editor = page.locator('.graphiql-query-editor');
  await editor.getByText(operation, { exact: true }).first().waitFor();
}

describeInBrowser('the IDE', () => {
  let service: Service;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    // Introspection is off in production: the page must work without it.
    service = await startService({ NODE_ENV: 'production', IDE: 'true' });
    await service.importItems([item({ title: 'O conforto dos barcos', date: '2014-03-08' })]);
    url = await service.app.listen();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test('loads without requests to other hosts, executes an example, and shows the response', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    const requested: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') requested.push(new URL(request.url()).pathname);
    });
    await page.goto(`${url}/graphql`);
    expect(page.url()).toBe(`${url}/ide`);
    await waitForOperation(page, 'SampleSearch');
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.result-window');
    await answer.getByText('O conforto dos barcos').waitFor();
    await page.screenshot({ path: screenshot });
    expect(requested).toEqual(['/graphql']);
    expect([outside, errors]).toEqual([[], []]);
  }, 120_000);

  test('shows every operation of the service as an example, and the documentation', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    await page.goto(`${url}/ide`);
    await waitForOperation(page, 'SampleSearch');
    for (const [name, variables] of [
      ['SearchRecords', { first: 5 }],
      ['GetRecord', { id: '1' }],
      ['GetImport', { id: '1' }],
      ['BulkImport', { input: { dryRun: true } }],
      ['SampleSearch', {}],
    ] as const) {
      // Not a mouse click: GraphiQL takes some quick clicks for the start of a drag.
      await page.locator('.graphiql-tab-button', { hasText: name }).dispatchEvent('click');
      await waitForOperation(page, name);
      // GraphiQL reads the operation a moment after its tab was opened.
      await page.waitForTimeout(1000);
      const [response] = await Promise.all([
        page.waitForResponse(`${url}/graphql`),
        page.getByRole('button', { name: /execute query/i }).click(),
      ]);
      const sent = response.request().postDataJSON();
      expect(sent.query).toContain(name);
      expect(sent.variables ?? {}).toMatchObject(variables);
      expect(await response.json()).toEqual({ data: expect.any(Object) });
    }
    await page.getByRole('button', { name: /show documentation/i }).click();
    await page.getByText('Dated links', { exact: false }).first().waitFor();
    expect([outside, errors]).toEqual([[], []]);
  }, 120_000);

  test('loads only Apollo’s script at /sandbox, and says so when the script is not available', async () => {
    const { page, outside } = await watchedPage(browser, [url]);
    await page.goto(`${url}/sandbox`);
    await page.getByText('needs no other server').waitFor();
    expect(outside).toEqual([
      'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js',
    ]);
  }, 120_000);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, watchedPage } from '../support/browser.js';
import { item, type Service, startService } from '../support/service.js';

// Kept by the hosted CI as an artefact.
const screenshot = 'coverage/screenshots/ide.png';

/** Waits until the editor has an operation: before that, GraphiQL may still go back to another. */
async function isShown(page: Page, operation: string): Promise<void> {
  const editor = page.locator('.graphiql-query-editor');
  await editor.getByText(operation, { exact: true }).first().waitFor();
}

describeInBrowser('the IDE', () => {
  let service: Service;
  let address: string;
  let browser: Browser;
  beforeAll(async () => {
    // Introspection is off there: the page must do without.
    service = await startService({ NODE_ENV: 'production', IDE: 'true' });
    await service.importItems([item({ title: 'O conforto dos barcos', date: '2014-03-08' })]);
    address = await service.app.listen();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test('loads without an outside request, runs an example, and shows the answer', async () => {
    const { page, outside, errors } = await watchedPage(browser, [address]);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(new URL(request.url()).pathname);
    });
    await page.goto(`${address}/graphql`);
    expect(page.url()).toBe(`${address}/`);
    await isShown(page, 'SampleSearch');
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.result-window');
    await answer.getByText('O conforto dos barcos').waitFor();
    await page.screenshot({ path: screenshot });
    expect(asked).toEqual(['/graphql']);
    expect([outside, errors]).toEqual([[], []]);
  }, 120_000);

  test('has every operation of the service as an example, and its documentation', async () => {
    const { page, outside, errors } = await watchedPage(browser, [address]);
    await page.goto(address);
    await isShown(page, 'SampleSearch');
    for (const [name, variables] of [
      ['SearchRecords', { first: 5 }],
      ['GetRecord', { id: '1' }],
      ['GetImport', { id: '1' }],
      ['BulkImport', { input: { dryRun: true } }],
      ['SampleSearch', {}],
    ] as const) {
      // Not by the mouse: GraphiQL takes some quick clicks for the start of a drag.
      await page.locator('.graphiql-tab-button', { hasText: name }).dispatchEvent('click');
      await isShown(page, name);
      // GraphiQL looks for the operation a moment after its tab was opened.
      await page.waitForTimeout(1000);
      const [response] = await Promise.all([
        page.waitForResponse(`${address}/graphql`),
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

  test('Apollo Sandbox asks for nothing but Apollo’s script, and says so when it does not come', async () => {
    const { page, outside } = await watchedPage(browser, [address]);
    await page.goto(`${address}/sandbox`);
    await page.getByText('needs no other server').waitFor();
    expect(outside).toEqual([
      'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js',
    ]);
  }, 120_000);
});

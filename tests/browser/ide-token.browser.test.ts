import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser, watchedPage } from '../support/browser.js';
import { item, type Service, startService } from '../support/service.js';
import { identifyBy, viewer } from '../support/viewers.js';

const token = 'canary-token-of-the-ide';

describeInBrowser('the IDE of a service that requires tokens', () => {
  let service: Service;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    const authenticate = identifyBy({
      [token]: viewer('ada', 'records:read', 'ops'),
      importer: viewer('importer', 'imports:write', 'imports:read'),
    });
    service = await startService(
      { NODE_ENV: 'production', AUTH: 'on', RATE_LIMIT: 'off', IDE: 'true' },
      undefined,
      undefined,
      { authenticate },
    );
    await service.app.inject({
      method: 'POST',
      url: '/v1/bulk',
      headers: { authorization: 'Bearer importer', 'content-type': 'application/json' },
      payload: JSON.stringify([item({ title: 'O conforto dos barcos', date: '2014-03-08' })]),
    });
    url = await service.app.listen();
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test('sends a token that is entered as a header, and forgets it when the page is left', async () => {
    const { page } = await watchedPage(browser, [url]);
    await page.goto(`${url}/ide`);
    expect(await page.content()).not.toContain('RecordConnection');
    const run = () => page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.result-window');
    await run();
    await answer.getByText('UNAUTHENTICATED').first().waitFor();

    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
    await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${token}` }));
    await run();
    await answer.getByText('O conforto dos barcos').waitFor();
    // GraphiQL stores what it keeps half a second later.
    await page.waitForTimeout(1000);
    const stored = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie])',
    );
    expect(stored).not.toContain(token);

    await page.goto(`${url}/ide`);
    // GraphiQL opens a tab without an operation beside those that it remembers.
    await page.locator('.graphiql-tab-button', { hasText: 'SampleSearch' }).dispatchEvent('click');
    await page.locator('.graphiql-query-editor').getByText('SampleSearch').first().waitFor();
    await page.waitForTimeout(1000);
    const [request] = await Promise.all([page.waitForRequest(`${url}/graphql`), run()]);
    expect(request.headers()).not.toHaveProperty('authorization');
  }, 120_000);
});

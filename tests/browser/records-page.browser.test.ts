import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, watchedPage } from '../support/browser.js';
import { item, type Service, startService } from '../support/service.js';

/** What axe-core finds wrong with the page, by the rules of WCAG 2.2 up to level AA. */
async function findFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    type Axe = {
      run: (
        context: Document,
        options: object,
      ) => Promise<{
        violations: { id: string; nodes: { html: string }[] }[];
      }>;
    };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

const records = 400;
const days = Array.from({ length: records }, (_, index) =>
  new Date(Date.UTC(2010, 0, 1 + 10 * index)).toISOString().slice(0, 10),
);

describeInBrowser('the records page', () => {
  let service: Service;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService({ PAGE: 'true', PERSISTED_OPERATIONS: 'only' });
    const items = days.map((date, index) =>
      item({
        title: index % 40 === 0 ? `O conforto ${index}` : `Plain title ${index}`,
        uri: `https://${index % 3}.example/${index}`,
        date,
      }),
    );
    url = await service.app.listen();
    const { status } = await fetch(`${url}/v1/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(items),
    });
    expect(status).toBe(200);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const told = (page: Page, text: string) =>
    page.getByText(text, { exact: true }).first().waitFor({ timeout: 10_000 });
  const place = (page: Page) => new URL(page.url()).search;

  test('finds what is typed, by words, dates and sites; its address holds all of it, and Back undoes it', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    await page.goto(`${url}/`);
    await told(page, `${records} records`);
    await page.getByRole('searchbox').fill('conforto -0.example');
    await told(page, '6 records');
    expect(new URLSearchParams(place(page)).get('q')).toBe('conforto -0.example');
    await page.getByRole('searchbox').fill('conforto');
    await told(page, '10 records');
    await page
      .getByRole('button', { name: /^1\.example/ })
      .or(page.getByRole('checkbox', { name: /^1\.example/ }))
      .first()
      .click();
    await told(page, '3 records');
    expect(place(page)).toBe('?q=conforto&site=1.example');
    await page.goBack();
    await told(page, '10 records');
    await page.getByLabel('From', { exact: true }).fill('2015-01-01');
    await told(page, '5 records');
    await page.reload();
    await told(page, '5 records');
    expect([outside, errors]).toEqual([[], []]);
  }, 60_000);

  test('is used by the keyboard: the range of the histogram, the list and a record', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    await page.goto(`${url}/`);
    await told(page, `${records} records`);
    const handle = page.getByRole('slider', { name: 'First day of the range' });
    const before = await handle.getAttribute('aria-valuetext');
    await handle.press('PageUp');
    await page.waitForFunction(() => location.search.startsWith('?from='));
    expect(await handle.getAttribute('aria-valuetext')).not.toBe(before);
    const list = page.getByRole('grid', { name: 'Records found' });
    await list.press('End');
    await page.goto(`${url}/?q=conforto`);
    await told(page, '10 records');
    await list.press('Home');
    await list.press('Enter');
    const details = page.getByRole('complementary', { name: 'Record' });
    await details.getByText('O conforto 360').first().waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    expect([outside, errors]).toEqual([[], []]);
  }, 60_000);

  test('its keys search, change the order, move the range of dates and show the help; a range is dragged, or chosen in a table', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    await page.goto(`${url}/?from=2012-01-01&to=2012-12-31`);
    await told(page, '37 records');
    await page.keyboard.press(']');
    await page.waitForFunction(() => location.search === '?from=2013-01-01&to=2014-01-01');
    await page.keyboard.press('[');
    await page.waitForFunction(() => location.search.startsWith('?from=2012-'));
    await page.keyboard.press('s');
    await page.waitForFunction(() => location.search.includes('sort=date'));
    await page.keyboard.press('/');
    await page.keyboard.type('conforto');
    await page.waitForFunction(() => location.search.startsWith('?q=conforto'));
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys of the page' }).waitFor();
    await page.keyboard.press('Escape');

    await page.goto(`${url}/`);
    await told(page, `${records} records`);
    const plot = await page.locator('.plot').boundingBox();
    if (plot === null) throw new Error('There is no histogram.');
    await page.mouse.move(plot.x + plot.width / 2, plot.y + 20);
    await page.mouse.down();
    await page.mouse.move(plot.x + (3 * plot.width) / 4, plot.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => /^\?from=\d.*&to=\d/.test(location.search));
    await page.getByRole('button', { name: 'All dates' }).click();
    await page.waitForFunction(() => location.search === '');
    await page.getByRole('button', { name: 'Show as table' }).click();
    // Eleven years are shown by quarters.
    await page.getByRole('row').getByRole('button').nth(1).click();
    await page.waitForFunction(() => location.search === '?from=2010-04-01&to=2010-06-30');
    expect([outside, errors]).toEqual([[], []]);
  }, 60_000);

  test('shows any place of the list at once: the last row is that of a linear walk', async () => {
    const { page, outside, errors } = await watchedPage(browser, [url]);
    await page.goto(`${url}/`);
    await told(page, `${records} records`);
    const list = page.getByRole('grid', { name: 'Records found' });
    for (const share of [1, 0.5, 0.25]) {
      await list.evaluate((element, part) => {
        element.scrollTop = part * (element.scrollHeight - element.clientHeight);
      }, share);
      const rows = list.getByRole('row');
      // The rows follow the scroll bar in the next frame, and may still be loading then.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      await page.waitForFunction(() =>
        [...document.querySelectorAll('[role=grid] [role=row]')].every((row) => row.textContent),
      );
      const shown = await rows.evaluateAll((elements) =>
        elements.map((element) => ({
          index: Number(element.getAttribute('aria-rowindex')),
          text: element.textContent ?? '',
        })),
      );
      expect(shown.length).toBeGreaterThan(5);
      for (const { index, text } of shown) {
        const record = records - index;
        expect(text).toContain(record % 40 === 0 ? `conforto ${record}` : `Plain title ${record}`);
      }
    }
    expect([outside, errors]).toEqual([[], []]);
  }, 60_000);

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)(
    'has no fault that axe-core finds, %s and %d pixels wide',
    async (scheme, width) => {
      const { page, errors } = await watchedPage(browser, [url]);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(`${url}/?q=conforto&from=2012-01-01`);
      await page.getByRole('row').nth(2).waitFor();
      await page.waitForTimeout(700);
      await page.screenshot({ path: `coverage/screenshots/page-${scheme}-${width}.png` });
      expect(await findFaults(page)).toEqual([]);
      expect(errors).toEqual([]);
    },
    60_000,
  );
});

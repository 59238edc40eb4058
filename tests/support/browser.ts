import { describe } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A page, with what it did that a page without a fault would not. */
export interface WatchedPage {
  readonly page: Page;
  /** The requests to other hosts than those allowed, none of which left the machine. */
  readonly outside: string[];
  /** Errors and violations of the page's policy, as its console has them. */
  readonly errors: string[];
}

/** Describes what needs a Chromium; skipped without one. */
export function describeInBrowser(behaviour: string, body: () => void): void {
  const path = process.env.RECORDS_TEST_BROWSER;
  // Else a run without the set-up would pass without having tested anything.
  if (!path) throw new Error("Jest's globalSetup is not tests/support/servers/global-setup.ts.");
  (path === 'missing' ? describe.skip : describe)(behaviour, body);
}

/** Starts the Chromium of the run. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.RECORDS_TEST_BROWSER ?? '',
    // Root has no sandbox, and Chromium has requests of its own.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
}

/** Opens an empty page that may only reach the origins given. */
export async function watchedPage(
  browser: Browser,
  origins: readonly string[],
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const outside: string[] = [];
  const errors: string[] = [];
  await context.route(/^https?:/, (route) => {
    const url = route.request().url();
    if (origins.includes(new URL(url).origin)) return route.continue();
    outside.push(url);
    return route.abort();
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, outside, errors };
}

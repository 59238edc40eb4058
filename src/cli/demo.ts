import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { App } from '../app.js';
import { readConfig } from '../config/config.js';
import type { ReceivedItem } from '../imports/normalise/normalise-record.js';
import { importItems } from '../imports/run/import-items.js';
import type { RejectedItem } from '../imports/run/partition-items.js';
import { serve } from '../serve.js';
import { pluralize } from '../text/pluralize.js';
import { progressFor } from './output/progress.js';
import type { Terminal } from './output/terminal.js';
import { showSearch } from './sample-search.js';

const input = new URL('../../input/data.json', import.meta.url);
const itemsPerStep = 10;

/** `records demo`: imports the items that come with the project, searches them, and serves. */
export function demoCommand(terminal: Terminal): Command {
  return new Command('demo')
    .description('Import input/data.json, show what became of it, and serve until Ctrl-C.')
    .action(async () => {
      // Requests are not logged here, as the log would bury what the demo shows.
      const config = readConfig({
        ...terminal.env,
        LOG_LEVEL: terminal.env.LOG_LEVEL || 'warn',
      });
      // Asked for first, so that an import that has begun is finished in any case.
      const stopped = terminal.untilStopped();
      const { app, address } = await serve(config);
      try {
        await importInput(app, terminal);
        await showSearch(app, terminal);
        terminal.print(addresses(address, config.ide));
        await stopped;
        terminal.print('\nStopped.\n');
      } finally {
        await app.close();
      }
    });
}

async function importInput(app: App, terminal: Terminal): Promise<void> {
  const { items } = JSON.parse(await readFile(input, 'utf8')) as { items: ReceivedItem[] };
  const progress = progressFor(terminal, 'Importing input/data.json', items.length);
  const counts = { inserted: 0, duplicates: 0, rejected: 0 };
  const rejections: RejectedItem[] = [];
  for (let from = 0; from < items.length; from += itemsPerStep) {
    const request = {
      items: items.slice(from, from + itemsPerStep),
      source: 'input/data.json',
      mode: 'PARTIAL',
      dryRun: false,
    } as const;
    const result = await importItems(app.fork(), request, 'demo');
    counts.inserted += result.inserted;
    counts.duplicates += result.duplicates;
    counts.rejected += result.rejected;
    for (const each of result.rejections) rejections.push({ ...each, index: from + each.index });
    progress.advanceTo(from + result.received);
  }
  progress.end();
  terminal.print(
    `${pluralize(items.length, 'item')} received: ${counts.inserted} inserted, ${pluralize(counts.duplicates, 'duplicate')}, ${counts.rejected} rejected.\n`,
  );
  if (rejections.length > 0) terminal.print('\nRejected items, by their index:\n');
  for (const { index, reasons } of rejections) {
    for (const { code, message } of reasons) {
      terminal.print(`  ${String(index).padStart(3)}  ${code.padEnd(22)}  ${message}\n`);
    }
  }
}

const addresses = (address: string, hasIde: boolean) => `
Serving until Ctrl-C:
${hasIde ? `  ${address}/          an IDE for GraphQL, for your browser\n` : ''}  ${address}/graphql   GraphQL
  ${address}/v1/       the REST calls, like ${address}/v1/?contains=confort
`;

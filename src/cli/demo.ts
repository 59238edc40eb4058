import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { App } from '../app.js';
import { type Config, readConfig } from '../config/config.js';
import type { ReceivedItem } from '../imports/normalise/received-item.js';
import { importItems } from '../imports/run/import-items.js';
import { serve } from '../serve.js';
import { pluralize } from '../text/pluralize.js';
import { commandLine, ownerOf } from '../viewer/viewer.js';
import { showProgress } from './output/progress.js';
import type { Terminal } from './output/terminal.js';
import { showSearch } from './sample-search.js';

const input = new URL('../../input/data.json', import.meta.url);

/** `records demo`: imports the sample data of the project, searches it, and serves. */
export function demoCommand(terminal: Terminal): Command {
  return new Command('demo')
    .description('Import input/data.json, show the result, and serve until Ctrl-C.')
    .action(async () => {
      // Request logs would bury the output of the demo.
      const config = readConfig({
        ...terminal.env,
        LOG_LEVEL: terminal.env.LOG_LEVEL || 'warn',
      });
      // Installed first, so that Ctrl-C during the import lets it finish.
      const stopped = terminal.waitForStop();
      const { app, url } = await serve(config);
      try {
        await importInput(app, terminal);
        await showSearch(app, terminal);
        terminal.print(servedUrls(url, config));
        await stopped;
        terminal.print('\nStopped.\n');
      } finally {
        await app.close();
      }
    });
}

async function importInput(app: App, terminal: Terminal): Promise<void> {
  const { items } = JSON.parse(await readFile(input, 'utf8')) as { items: ReceivedItem[] };
  const progress = showProgress(terminal, 'Importing input/data.json', items.length);
  const request = { items, source: 'input/data.json', mode: 'PARTIAL', dryRun: false } as const;
  const { rejections, ...counts } = await importItems(app.fork(), request, ownerOf(commandLine));
  progress.show(counts.received);
  progress.end(counts.received);
  terminal.print(
    `${pluralize(counts.received, 'item')} received: ${counts.inserted} inserted, ${pluralize(counts.duplicates, 'duplicate')}, ${counts.rejected} rejected.\n`,
  );
  if (rejections.length > 0) terminal.print('\nRejected items, by index:\n');
  for (const { index, reasons } of rejections) {
    for (const { code, message } of reasons) {
      terminal.print(`  ${String(index).padStart(3)}  ${code.padEnd(22)}  ${message}\n`);
    }
  }
}

const servedUrls = (url: string, { hasPage, pages }: Config) => `
Serving until Ctrl-C:
${hasPage ? `  ${url}/          the records, for your browser\n` : ''}${pages === 'off' ? '' : `  ${url}/ide       GraphQL IDE\n`}  ${url}/graphql   GraphQL
  ${url}/v1/       REST, like ${url}/v1/?contains=confort
`;

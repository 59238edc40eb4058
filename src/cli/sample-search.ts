import Table from 'cli-table3';
import type { App } from '../app.js';
import { getServiceOperation } from '../graphql/documents/service-operations.js';
import { pluralize } from '../text/pluralize.js';
import type { Terminal } from './output/terminal.js';

interface SearchResponse {
  readonly data: {
    readonly records: {
      readonly totalCount: number;
      readonly nodes: readonly { date: string; title: string; site: { host: string } }[];
    };
  };
}

/** Runs one search as a client would, and prints it with its result. */
export async function showSearch(app: App, terminal: Terminal): Promise<void> {
  const { id, body } = getServiceOperation('SampleSearch');
  const payload = { documentId: id };
  const response = await app.inject({ method: 'POST', url: '/graphql', payload });
  const { totalCount, nodes } = response.json<SearchResponse>().data.records;
  const table = new Table({
    head: ['date', 'title', 'site'],
    style: { head: [], border: [], compact: true },
  });
  for (const { date, title, site } of nodes) table.push([date.slice(0, 10), title, site.host]);
  terminal.print(`\nA sample search:\n\n${body}\n\n${table}\n`);
  terminal.print(`${nodes.length} of ${pluralize(totalCount, 'record')}\n`);
}

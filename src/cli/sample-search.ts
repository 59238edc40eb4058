import Table from 'cli-table3';
import type { App } from '../app.js';
import { counted } from './counted.js';
import type { Terminal } from './terminal.js';

const query = `{
  records(
    filter: { date: { gte: "1990-01-01", lt: "2020-01-01" }, title: { contains: "confort" } }
    first: 5
  ) {
    totalCount
    nodes { date title site { host } }
  }
}`;

interface Answer {
  readonly data: {
    readonly records: {
      readonly totalCount: number;
      readonly nodes: readonly { date: string; title: string; site: { host: string } }[];
    };
  };
}

/** Runs one search as a client would, and shows it with its answer. */
export async function showSearch(app: App, terminal: Terminal): Promise<void> {
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
  const { totalCount, nodes } = response.json<Answer>().data.records;
  const table = new Table({
    head: ['date', 'title', 'site'],
    style: { head: [], border: [], compact: true },
  });
  for (const { date, title, site } of nodes) table.push([date.slice(0, 10), title, site.host]);
  terminal.print(`\nA sample search:\n\n${query}\n\n${table}\n`);
  terminal.print(`${nodes.length} of ${counted(totalCount, 'record')}\n`);
}

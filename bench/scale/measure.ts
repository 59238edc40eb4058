import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../process.ts';
import { median } from '../table.ts';
import type { Known, Request } from './requests.ts';

/** How long a request took, in milliseconds, and how long others waited meanwhile. */
export interface MeasuredRequest {
  readonly request: Request;
  /** The median of five; one alone where it took more than five seconds; undefined if it failed. */
  readonly ms: number | undefined;
  /** The longest time that another request took at the same time. */
  readonly othersMs: number;
  /** What was found: the records of the page, or the first figure. */
  readonly found: string;
}

const runs = 5;
const slowMs = 5_000;
const pauseMs = 10;

const rareTexts = ['axolotl', 'quetzal', 'zwieback', 'jacaranda', 'okapi'].map((contains) => ({
  title: { contains },
}));

/** Sends a request several times, one after the other, after one that warms up. */
export async function measureRequest(address: string, request: Request): Promise<MeasuredRequest> {
  const { query, variables } = request;
  let done = false;
  const others = watchOthers(address, () => done);
  const times: number[] = [];
  try {
    const warmUp = await ask<object>(address, query, variables);
    for (let run = 0; run < runs && warmUp.ms < slowMs; run += 1) {
      times.push((await ask(address, query, variables)).ms);
    }
    const ms = median(times.length > 0 ? times : [warmUp.ms]);
    done = true;
    return { request, ms, othersMs: await others, found: describe(warmUp.data) };
  } catch (error) {
    done = true;
    const [, code = String(error)] = /"code":"(\w+)"/.exec(String(error)) ?? [];
    return { request, ms: undefined, othersMs: await others, found: code };
  }
}

/** The longest time that small requests of another client take. */
async function watchOthers(address: string, isDone: () => boolean): Promise<number> {
  let longest = 0;
  for (; !isDone(); await pause(pauseMs)) {
    const { ms } = await ask(address, '{ record(id: "1") { title } }');
    longest = Math.max(longest, ms);
  }
  return longest;
}

interface Answer {
  readonly nodes?: readonly unknown[];
  readonly totalCount?: number;
  readonly histogram?: readonly unknown[];
  readonly topSites?: readonly unknown[];
}

function describe(data: object): string {
  const { nodes, totalCount, histogram, topSites } = Object.values(data)[0] as Answer;
  if (totalCount !== undefined) return totalCount.toLocaleString('en');
  const list = nodes ?? histogram ?? topSites;
  return list === undefined ? '' : `${list.length} listed`;
}

interface Probe {
  readonly records: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly uri: string } }[];
  };
}

interface Sites {
  readonly sites: { readonly nodes: readonly { readonly host: string }[] };
}

/** Asks the service what the requests need to know of its data. */
export async function learnData(address: string): Promise<Known> {
  const cursors: Record<string, string> = {};
  let uriPart = '';
  for (const orderBy of ['DATE_DESC', 'DATE_ASC', 'ADDED_DESC', 'ADDED_ASC']) {
    // Records with rare texts are all over the list: the hundredth of them is far inside.
    const { data } = await ask<Probe>(
      address,
      `query ($filter: RecordFilter) { records(filter: $filter, orderBy: ${orderBy}, first: 100) {
        edges { cursor node { uri } } } }`,
      { filter: { or: rareTexts } },
    );
    const { edges } = data.records;
    const inside = edges.at(-1);
    if (!inside)
      throw new Error('The data have no record with a rare text; there must be 100,000 or more.');
    cursors[orderBy] = inside.cursor;
    uriPart = inside.node.uri.slice(-40);
  }
  const sites = async (orderBy: string) =>
    (await ask<Sites>(address, `{ sites(first: 100, orderBy: ${orderBy}) { nodes { host } } }`))
      .data.sites.nodes;
  const { data } = await ask<{ type: { fields: readonly { readonly name: string }[] } }>(
    address,
    '{ type: __type(name: "RecordConnection") { fields { name } } }',
  );
  return {
    uriPart,
    cursors,
    hosts: [
      (await sites('RECORDS_DESC'))[0]?.host ?? '',
      (await sites('RECORDS_ASC'))[0]?.host ?? '',
    ],
    hasFast: data.type.fields.some(({ name }) => name === 'isExact'),
  };
}

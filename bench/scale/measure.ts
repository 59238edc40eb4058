// cspell:ignore qxzwkvjyhg
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../process.ts';
import { median } from '../table.ts';
import type { Known, Request } from './requests.ts';
import { cpuMilliseconds } from './usage.ts';

/** How long a request took, in milliseconds, and how long others waited meanwhile. */
export interface MeasuredRequest {
  readonly request: Request;
  /** The median of five; one alone where it took more than five seconds; undefined if it failed. */
  readonly ms: number | undefined;
  /** The median of what the service and its database server used of the processor, in milliseconds. */
  readonly cpuMs: number | undefined;
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

/**
 * Sends a request several times, one after the other, after two that warm up.
 *
 * @param pids the processes that work for it
 */
export async function measureRequest(
  address: string,
  request: Request,
  pids: readonly number[],
): Promise<MeasuredRequest> {
  const { query, variables } = request;
  const used = () => pids.reduce((sum, pid) => sum + cpuMilliseconds(pid), 0);
  const send = async () => {
    const before = used();
    const { data, ms } = await ask<object>(address, query, unlike(variables));
    return { data, ms, cpuMs: used() - before };
  };
  let done = false;
  // While it warms up alone: others would be counted with what it uses itself.
  const others = watchOthers(address, () => done);
  const end = () => {
    done = true;
    return others;
  };
  try {
    const first = await send();
    const isSlow = first.ms > slowMs;
    if (!isSlow) await send();
    const othersMs = await end();
    const sent = isSlow ? [first] : [];
    while (!isSlow && sent.length < runs) sent.push(await send());
    return {
      ...{ request, othersMs, found: describe(first.data) },
      ms: median(sent.map(({ ms }) => ms)),
      cpuMs: median(sent.map(({ cpuMs }) => cpuMs)),
    };
  } catch (error) {
    const [, code = String(error)] = /"code":"(\w+)"/.exec(String(error)) ?? [];
    return { request, ms: undefined, cpuMs: undefined, othersMs: await end(), found: code };
  }
}

let asked = 0;

/**
 * The same search as the one before, written as one that the process has not seen: the service remembers
 * for a while which records it has found for a text.
 */
function unlike(variables: Request['variables']): object {
  const { filter } = variables;
  if (!/"(?:contains|startsWith|equals|text)":/.test(JSON.stringify(filter ?? null))) {
    return variables;
  }
  asked += 1;
  const letters = [...String(asked)].map((digit) => 'qxzwkvjyhg'[Number(digit)]).join('');
  const nowhere = { not: { title: { contains: `qxz${letters}` } } };
  return { ...variables, filter: { and: [filter, nowhere] } };
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

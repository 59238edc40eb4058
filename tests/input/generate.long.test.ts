import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type DirtyItem, dirtyItemAt } from '../../input/dirty-item.js';
import { defaultSeed, generateChunks, parseRequest } from '../../input/generate.js';

const command = fileURLToPath(new URL('../../input/generate.ts', import.meta.url));
const dataFile = new URL('../../input/data.json', import.meta.url);

const execute = promisify(execFile);
const generate = async (...args: string[]): Promise<string> =>
  (await execute(process.execPath, [command, ...args], { maxBuffer: 2 ** 26 })).stdout;
const parseLines = (text: string): DirtyItem[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DirtyItem);

const { items } = JSON.parse(readFileSync(dataFile, 'utf8')) as { items: DirtyItem[] };
const itemsAt = (indexes: number[], clean = false): DirtyItem[] =>
  indexes.map((index) => dirtyItemAt({ seed: defaultSeed, clean }, index));
const upTo = (count: number): number[] => [...Array(count).keys()];

// Rougher than the import's own rules, and on purpose not made from them.
const mustBeRefused = ({ title, uri, date }: DirtyItem): boolean =>
  (title ?? '').trim() === '' ||
  !/^https?:\/\//.test(uri ?? '') ||
  !/\d{4}/.test(date ?? '') ||
  /\/|^31 (Feb|Apr|Jun|Sep|Nov)/.test(date ?? '');

describe('input/data.json', () => {
  test('is what the generator writes (to fix: node input/generate.ts --output input/data.json)', () => {
    const request = parseRequest([]);
    if (request === 'help') throw new Error('No arguments were taken for --help.');
    expect(readFileSync(dataFile, 'utf8')).toBe([...generateChunks(request)].join(''));
  });

  test('has 100 items, 7 of which must be rejected', () => {
    expect(items).toHaveLength(100);
    expect(upTo(100).filter((index) => mustBeRefused(items[index] as DirtyItem))).toEqual([
      12, 27, 38, 49, 61, 70, 88,
    ]);
    expect(items[12]?.title).toBeNull();
    expect(items[27]?.uri).toMatch(/^file:\/\/\//);
    expect(items[38]).toMatchObject({ title: '', uri: null });
    expect(items[49]?.uri).toMatch(/^\/\/[\w.-]+\.example/);
    expect(items[61]?.date).toMatch(/^[A-Z][a-z]+ \d{1,2}$/);
    expect(items[70]?.uri).toMatch(/^\/\w/);
    expect(items[88]?.date).toMatch(/^31 (Feb|Apr|Jun|Sep|Nov) \d{4}$/);
  });

  test('has valid items that need normalising', () => {
    expect(items[4]?.title).toMatch(/^ {2}\S.* {2}.*\t$/);
    expect(items[19]?.uri).toMatch(/^https?:\/\/[A-Z0-9.-]+\//);
    expect(items[33]?.uri).toMatch(/^(http:\/\/[^/]+:80|https:\/\/[^/]+:443)\//);
    expect(items[57]?.title).not.toBe(items[57]?.title?.normalize('NFC'));
  });

  test('repeats one item, with another spelling of its date and its host', () => {
    const [original, repetition] = [items[22], items[83]];
    expect(repetition?.title).toBe(original?.title);
    expect(repetition?.uri).not.toBe(original?.uri);
    expect(new URL(repetition?.uri ?? '').href).toBe(new URL(original?.uri ?? '').href);
    expect(repetition?.date).not.toBe(original?.date);
  });

  test.each([
    ['2014-03-08T15', /^\d{4}-\d\d-\d\dT\d\d$/],
    ['2014-03-08T15:01:02', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/],
    ['March 30 1985', /^[A-Z][a-z]{2,} \d\d \d{4}$/],
    ['06 Oct 1980', /^\d\d [A-Z][a-z]{2} \d{4}$/],
    ['8 March 2014', /^\d{1,2} [A-Z][a-z]+ \d{4}$/],
    ['8 mars 2014', /^\d{1,2} [a-zéû]+ \d{4}$/],
    ['8 de março de 2014', /^\d{1,2} de [a-zç]+ de \d{4}$/],
  ])('has dates written like %s', (_, spelling) => {
    expect(items.filter(({ date }) => spelling.test(date ?? '')).length).toBeGreaterThan(1);
  });

  test('uses reserved host names only, so that its links reach no real site', () => {
    const hosts = items.map(({ uri }) => new URL(uri ?? '', 'http://none.example').hostname);
    for (const host of hosts) expect(host).toMatch(/(^$|\.example(\.(com|net|org))?$)/);
  });
});

describe('the generator of items', () => {
  test('writes a short file as a prefix of a long one', async () => {
    const short = await generate('--count', '1000', '--format', 'ndjson');
    const long = await generate('--count', '10000', '--format', 'ndjson');
    expect(long.startsWith(short)).toBe(true);
    expect(parseLines(long)).toHaveLength(10_000);
    expect(parseLines(long)).toEqual(itemsAt(upTo(10_000)));
  });

  test('writes the same items in both formats', async () => {
    const json = JSON.parse(await generate('--count', '2000')) as { items: DirtyItem[] };
    expect(json.items).toEqual(parseLines(await generate('--count', '2000', '--format', 'ndjson')));
  });

  test('gives different items for a different seed', async () => {
    const other = parseLines(await generate('--seed', '7', '--format', 'ndjson'));
    expect(other.filter((item, index) => item.title === items[index]?.title).length).toBeLessThan(
      9,
    );
  });

  test('makes 2 to 5 % of the items invalid, with hardly any accidental repetitions', () => {
    const indexes = upTo(20_000);
    const refused = itemsAt(indexes).filter(mustBeRefused).length / indexes.length;
    expect(refused).toBeGreaterThan(0.02);
    expect(refused).toBeLessThan(0.05);
    const clean = itemsAt(indexes, true);
    expect(clean.filter(mustBeRefused)).toEqual([]);
    expect(new Set(clean.map((item) => JSON.stringify(item))).size).toBeGreaterThan(19_990);
  });

  test('writes only tidy items with --clean', () => {
    for (const { title, uri, date } of itemsAt(upTo(5_000), true)) {
      expect(title).toBe(title?.normalize('NFC').trim().replaceAll(/\s+/g, ' '));
      expect(uri).toBe(new URL(uri ?? '').href);
      expect(date).toMatch(/\d{4}/);
    }
  });

  test('uses common words, and words that are nearly unique', () => {
    const titles = itemsAt(upTo(100_000), true).map(({ title }) => title ?? '');
    const share = (word: RegExp): number =>
      titles.filter((title) => word.test(title)).length / titles.length;
    expect(share(/confort/i)).toBeCloseTo(0.067, 2);
    expect(share(/axolotl|quetzal|zwieback|jacaranda|okapi/)).toBeLessThan(0.0002);
  });
});

describe('the command input/generate.ts', () => {
  test.each([
    [['--count', 'ten'], '--count must be a whole number from 1 to 1000000000, not "ten".'],
    [['--count', '0'], '--count must be a whole number from 1 to 1000000000, not "0".'],
    [['--seed', '1.5'], '--seed must be a whole number from 0 to 4294967295, not "1.5".'],
    [['--format', 'csv'], '--format must be json or ndjson, not "csv".'],
    [['--output', ''], '--output must be the path of a file, not "".'],
    [['--dirt'], "Unknown option '--dirt'"],
    [['data.json'], "Unexpected argument 'data.json'"],
  ])('exits with 2 and says what is allowed for the arguments %j', async (args, sentence) => {
    await expect(generate(...args)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(sentence),
    });
  });

  test('exits with 1 and the reason if the file cannot be written', async () => {
    await expect(generate('--output', '/does/not/exist.json')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/does/not/exist.json'),
    });
  });

  test('exits with 0 and prints nothing when its reader closes the pipe', async () => {
    const child = spawn(process.execPath, [command, '--count', '1000000', '--format', 'ndjson']);
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += String(text);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  });

  test('prints its usage with --help', async () => {
    expect(await generate('--help')).toContain('--count N');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';
import { testTerminal } from '../../support/terminal.js';
import { upload } from '../../support/upload.js';

const cst = 'Sat Mar 08 15:01:02 CST 2014';
const byCst = item({ date: cst });

let database: TestDatabase;
let service: Service;
let address: string;
let folder: ImportFolder;
beforeEach(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  address = await service.app.listen();
  folder = await importFolder(database.url);
});
afterEach(async () => {
  await folder.remove();
  await service.stop();
  await database.drop();
});

/** An answer without an import: refused as a whole, and for this reason. */
interface Refused {
  readonly refused: string;
}

type Way = (zones: string | undefined, date?: string) => Promise<Refused | 'imported'>;

const importing = `mutation ($items: [RecordInput!]!, $zones: String, $key: String) {
  bulkImport(input: { items: $items, zones: $zones, idempotencyKey: $key }) { replayed }
}`;

async function byCommand(args: readonly string[]): Promise<Refused | 'imported'> {
  const terminal = testTerminal(folder.env, { waitForStop: () => new Promise<void>(() => {}) });
  const code = await run(args, terminal);
  return code === 1 ? { refused: terminal.errors() } : 'imported';
}

const option = (zones: string | undefined) => (zones === undefined ? [] : ['--zones', zones]);

async function importFile(zones: string | undefined, date = cst, ...to: string[]) {
  const file = await folder.write('rows.ndjson', ndjson([{ ...byCst, date }]));
  return byCommand(['import', file, '--quiet', ...option(zones), ...to]);
}

const ways: Record<string, Way> = {
  async bulkImport(zones, date = cst) {
    const { errors } = await service.ask(importing, { items: [{ ...byCst, date }], zones });
    if (errors === undefined) return 'imported';
    expect(errors[0]?.extensions).toEqual({ code: 'ARGUMENT_INVALID', argument: 'input.zones' });
    return { refused: errors[0]?.message ?? '' };
  },
  async 'POST /v1/bulk'(zones, date = cst) {
    const query = zones === undefined ? '' : `?zones=${encodeURIComponent(zones)}`;
    const { json, code } = await upload(address, ndjson([{ ...byCst, date }]), {}, query);
    if (code === undefined) return 'imported';
    expect(json).toMatchObject({ code: 'ARGUMENT_INVALID', argument: 'zones' });
    return { refused: json.error };
  },
  'records import': (zones, date) => importFile(zones, date),
  'records import --url': (zones, date) => importFile(zones, date, '--url', address),
  async 'records rejects retry'(zones, date = cst) {
    await service.importItems([{ ...byCst, date }]);
    const { imports } = await service.query<{ imports: { nodes: { id: string }[] } }>(
      '{ imports(first: 1) { nodes { id } } }',
    );
    return byCommand(['rejects', 'retry', imports.nodes[0]?.id ?? '', ...option(zones)]);
  },
};

const stored = async () => {
  const { records } = await service.query<{ records: { nodes: { date: string }[] } }>(
    '{ records { nodes { date } } }',
  );
  return records.nodes.map(({ date }) => date);
};

describe.each(Object.entries(ways))('%s', (_, send) => {
  test('rejects a date whose zone has several meanings', async () => {
    expect(await send(undefined)).toBe('imported');
    expect(await stored()).toEqual([]);
    const { imports } = await service.query<{ imports: { nodes: object[] } }>(
      '{ imports(first: 1) { nodes { rejections { reasons { code message } } } } }',
    );
    expect(imports.nodes).toEqual([
      {
        rejections: [
          {
            reasons: [
              {
                code: 'DATE_AMBIGUOUS',
                message:
                  'The date "Sat Mar 08 15:01:02 CST 2014" names the zone CST, which has several meanings; set zones to CST=-06:00, CST=-05:00 or CST=+08:00, whichever is meant, or write the UTC offset instead.',
              },
            ],
          },
        ],
      },
    ]);
  });

  test.each([
    ['CST=+08:00', cst, '2014-03-08T07:01:02.000Z'],
    [' cst = -0600 , IST=+05:30', cst, '2014-03-08T21:01:02.000Z'],
    ['CST=-06:00,IST=+05:30', '2014-03-08 15:01:02 ist', '2014-03-08T09:31:02.000Z'],
    ['HAEC=+02', '8 mars 2014 à 15:01 HAEC', '2014-03-08T13:01:00.000Z'],
    ['EST=-05:00,CST=-06:00', '8 March 2014 15:01 EST', '2014-03-08T20:01:00.000Z'],
  ])('with the zones %j reads %j as %s', async (zones, date, instant) => {
    expect(await send(zones, date)).toBe('imported');
    expect(await stored()).toEqual([instant]);
  });

  test.each([
    ['CST', 'have the part "CST"; every part must be a name of 2 to 10 letters and its UTC offset'],
    ['CST=', 'give "CST" the offset ""; it must be like +05:30 or -06:00.'],
    ['=+01:00', 'have the part "=+01:00"; every part must be a name'],
    ['CST=-06:00,', 'have the part ""; every part must be a name'],
    ['Europe/Paris=+01:00', 'have the part "Europe/Paris=+01:00"; every part must be a name'],
    ['CST=-6', 'give "CST" the offset "-6"; it must be like +05:30 or -06:00.'],
    ['CST=06:00', 'give "CST" the offset "06:00"; it must be like +05:30 or -06:00.'],
    ['CST=America/Chicago', 'give "CST" the offset "America/Chicago"; it must be like'],
    ['CST=+14:01', 'give CST the offset +14:01; offsets lie between -12:00 and +14:00.'],
    ['CST=-12:30', 'give CST the offset -12:30; offsets lie between -12:00 and +14:00.'],
    ['CST=-05:60', 'give CST the offset -05:60; offsets lie between -12:00 and +14:00.'],
    ['CST=-06:00,cst=+08:00', 'give two offsets for CST; keep the one that is meant.'],
    ['GMT=+01:00', 'give GMT another offset; it always stands for +00:00.'],
    ['est=+10:00', 'give EST another offset; it always stands for -05:00.'],
    ['MAR=+01:00', 'name "MAR", which has another meaning in dates.'],
    ['PM=+01:00', 'name "PM", which has another meaning in dates.'],
    [`CST=+01:00${' '.repeat(1000)}`, 'have 1010 characters; at most 1000 are allowed.'],
  ])('refuses the zones %j and stores nothing', async (zones, sentence) => {
    expect(await send(zones)).toEqual({ refused: expect.stringContaining(`The zones `) });
    expect(await send(zones)).toEqual({ refused: expect.stringContaining(sentence) });
    expect(await stored()).toEqual([]);
  });
});

test.each(['a database', 'a service'])('a dry run into %s uses the zones as well', async (to) => {
  const args = to === 'a service' ? ['--url', address] : [];
  const file = await folder.write('rows.ndjson', ndjson([byCst]));
  const zones = ['--zones', 'CST=-06:00'];
  const { printed } = await folder.import([file, '--dry-run', ...zones, ...args]);
  expect(printed).toContain('1 row received: 1 inserted, 0 duplicates, 0 rejected.');
  const { json } = await upload(address, ndjson([byCst]), {}, '?dryRun=true&zones=CST=-06:00');
  expect(json).toMatchObject({ inserted: 1, rejected: 0 });
  expect(await stored()).toEqual([]);
});

test('zones whose + was decoded to a space are refused with a hint', async () => {
  const { status, json } = await upload(address, ndjson([byCst]), {}, '?zones=CST=+08:00');
  expect([status, json.error]).toEqual([
    400,
    'The zones "CST= 08:00" give "CST" the offset " 08:00"; it must be like +05:30 or -06:00. In the query string of a URL, + is written %2B.',
  ]);
  const { json: mended } = await upload(address, ndjson([byCst]), {}, '?zones=CST=%2B08:00');
  expect(mended).toMatchObject({ inserted: 1 });
});

describe('a request with other zones is another import', () => {
  const key = 'a key';

  test('for bulkImport', async () => {
    const ask = (zones?: string) => service.ask(importing, { items: [byCst], zones, key });
    expect((await ask('CST=-06:00')).errors).toBeUndefined();
    expect((await ask(' cst=-0600')).data).toEqual({ bulkImport: { replayed: true } });
    for (const zones of [undefined, 'CST=+08:00', 'CST=-06:00,IST=+05:30']) {
      expect((await ask(zones)).errors).toMatchObject([
        { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
      ]);
    }
  });

  test('for POST /v1/bulk', async () => {
    const ask = (query: string) =>
      upload(address, ndjson([byCst]), { 'idempotency-key': key }, query);
    expect((await ask('?zones=IST=%2B05:30,CST=-06:00')).json).toMatchObject({ inserted: 1 });
    expect((await ask('?zones=CST=-06:00,IST=%2B05:30')).json).toMatchObject({ replayed: true });
    for (const query of ['', '?zones=CST=%2B08:00,IST=%2B05:30']) {
      expect(await ask(query)).toMatchObject({ status: 409, code: 'IDEMPOTENCY_KEY_REUSED' });
    }
  });
});

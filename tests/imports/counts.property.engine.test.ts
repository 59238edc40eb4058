import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Item, item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.stop());

// Few values, written in several ways, so that most imports meet records of earlier ones.
const items = fc.array(
  fc.record({
    title: fc.constantFrom('A', ' A ', 'B', 'Cafe\u0301', 'Caf\u00e9', '', null),
    uri: fc.constantFrom('https://a.example/', 'HTTPS://A.example', 'https://b.example/', '/a'),
    date: fc.constantFrom('2014-03-08', '2014-03-08T00:00:00Z', '2015-01-01', 'May 23', null),
  }),
  { maxLength: 25 },
);

const imports = fc.array(fc.record({ items, mode: fc.constantFrom('PARTIAL', 'ALL_OR_NOTHING') }), {
  minLength: 1,
  maxLength: 4,
});

/** The rules for the values above, written a second time. */
function identityOf({ title, uri, date }: Item): string | undefined {
  if (!title || uri === '/a' || !date || date === 'May 23') return undefined;
  return [title.trim().normalize('NFC'), uri?.toLowerCase().at(8), date.slice(0, 10)].join();
}

test('every item is inserted, a duplicate or rejected, and a dry run predicts which', async () => {
  const known = new Set<string>();
  const runs = fc.asyncProperty(imports, async (list) => {
    for (const { items, mode } of list) {
      const identities = items.map(identityOf);
      const aborted = mode === 'ALL_OR_NOTHING' && identities.includes(undefined);
      const valid = aborted ? [] : identities.filter((identity) => identity !== undefined);
      const fresh = new Set(valid.filter((identity) => !known.has(identity)));
      const counts = {
        received: items.length,
        inserted: fresh.size,
        duplicates: valid.length - fresh.size,
        rejected: items.length - valid.length,
      };
      const foretold = await service.importItems(items, { mode, dryRun: true });
      expect(foretold).toEqual({ ...counts, import: null });
      expect(await service.importItems(items, { mode })).toMatchObject(counts);
      for (const identity of fresh) known.add(identity);
    }
  });
  await fc.assert(runs, { numRuns: 60 });

  const { records, imports: rows, rejections } = await storedIn(service);
  expect(records).toHaveLength(known.size);
  const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name]), 0);
  expect(sum('inserted')).toBe(records.length);
  expect(sum('rejected')).toBe(rejections.length);
  expect(sum('received')).toBe(sum('inserted') + sum('duplicates') + sum('rejected'));
}, 20_000);

test('an item is counted once, whatever its fields contain', async () => {
  const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
  const anything = fc.array(fc.record({ title: text, uri: text, date: text }), { maxLength: 20 });
  const runs = fc.asyncProperty(anything, async (received) => {
    const answer = await service.importItems([...received, item(), item()]);
    expect(answer.received).toBe(received.length + 2);
    expect(Number(answer.inserted) + Number(answer.duplicates) + Number(answer.rejected)).toBe(
      answer.received,
    );
  });
  await fc.assert(runs, { numRuns: 50 });
}, 20_000);

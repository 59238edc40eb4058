import { expect, jest, test } from '@jest/globals';
import { cutOffImport } from '../../support/cut-off-import.js';
import { mixedCounts } from '../../support/importing.js';

jest.setTimeout(60_000);

// It breaks off in the third chunk.
const { rows, folder, write, withOther, importing, stored } = cutOffImport(30_500, 25_000, 20_000);

test('a file that broke off goes on when it is whole', async () => {
  await write(rows);
  expect((await importing()).code).toBe(2);
  const counts = mixedCounts(rows.length);
  expect(await folder().readJson('report.json')).toMatchObject(counts);
  const { received, inserted } = counts;
  expect(await stored()).toMatchObject([{ received, inserted, isFinished: true }]);
});

test.each([
  ['a row that is done has changed', withOther(15_000)],
  ['rows that are done are missing', rows.slice(0, 15_000)],
])('where %s the import does not go on, and nothing is stored', async (_, items) => {
  await write(items);
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toMatch(
    /rows\.json has changed since its import was interrupted after 20000 rows; start over with --restart\./,
  );
  expect(await stored()).toMatchObject([{ received: 20_000, isFinished: false }]);
});

test('a file whose next row is none after all is finished by what is done', async () => {
  await write(rows.slice(0, 20_000));
  expect((await importing()).code).toBe(2);
  expect(await stored()).toMatchObject([{ received: 20_000, isFinished: true }]);
});

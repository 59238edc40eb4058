import { expect, jest, test } from '@jest/globals';
import { cutOffImport } from '../../support/cut-off-import.js';
import { mixedCounts } from '../../support/importing.js';

jest.setTimeout(60_000);

// It breaks off in the third chunk.
const { rows, folder, write, withOther, importing, stored } = cutOffImport(30_500, 25_000, 20_000);

test('the import of an incomplete file is resumed once the file is complete', async () => {
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
])('if %s, the import is not resumed and nothing is stored', async (_, items) => {
  await write(items);
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toMatch(
    /rows\.json has changed since its import was interrupted after 20000 rows; start over with --restart\./,
  );
  expect(await stored()).toMatchObject([{ received: 20_000, isFinished: false }]);
});

test('an import is finished when its file turns out to have no more rows', async () => {
  await write(rows.slice(0, 20_000));
  expect((await importing()).code).toBe(2);
  expect(await stored()).toMatchObject([{ received: 20_000, isFinished: true }]);
});

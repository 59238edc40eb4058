import { expect, test } from '@jest/globals';
import { ProgressMeter } from '../../../../src/cli/import/output/import-progress.js';
import { initialState } from '../../../../src/imports/run/import-target.js';

test('the remaining time is not estimated from rows that are skipped', () => {
  let now = 0;
  const meter = new ProgressMeter(1000, () => now);
  const receive = (received: number, isFound = false) =>
    meter.update({ ...initialState, received }, isFound);
  receive(500, true);
  now = 100;
  meter.addBytes(500);
  receive(500);
  expect(meter.figures()).toMatchObject({ bytesRead: 500, rowsPerSecond: 0, secondsLeft: null });
  now = 1100;
  meter.addBytes(50);
  receive(510);
  now = 2100;
  meter.addBytes(50);
  receive(520);
  expect(meter.figures()).toMatchObject({ bytesRead: 600, rowsPerSecond: 10, secondsLeft: 8 });
});

import { expect, test } from '@jest/globals';
import { formatDuration } from '../../../../src/cli/import/output/format-duration.js';

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1:00'],
  [3599, '59:59'],
  [3600, '1:00:00'],
  [90_061, '25:01:01'],
])('a duration of %d seconds is formatted as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

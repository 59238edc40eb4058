import { common, run } from '../../jest.common.js';

/** Suites without a build and without servers that all share, so that they start at once. */
export default {
  ...common,
  ...run,
  rootDir: '../..',
  testMatch: ['**/*.test.ts'],
  maxWorkers: 1,
};

import { common, run } from './jest.common.js';

/**
 * `npm run test:quick`: the suites without a suffix. They run in Jest's own processes on SQLite, and
 * nothing has to be started for them.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  ...run,
  // These suites wait for nothing, and each worker loads all modules once.
  maxWorkers: 2,
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '\\.(engine|driver|server|process|bounds|redis|browser|long|vectors)\\.([a-z]+\\.)*test\\.ts$',
  ],
};

import { common, run } from './jest.common.js';
import { provideEngines } from './tests/support/servers/provide-engines.ts';

const here = await provideEngines();

const servers = '<rootDir>/tests/support/servers';
const unmeasured = { ...common, runner: '<rootDir>/tests/support/uncovered-runner.ts' };

// Suites are chosen by their suffixes: see tests/README.md.
const onEveryEngine = '**/*.engine.test.ts';
const onPrivateServer = '**/*.server.test.ts';
const onEveryDriver = '**/*.driver.test.ts';
const inProcesses = '**/*.process.*test.ts';
const withBounds = '**/*.bounds.*test.ts';

const onEngine = (testEngine, setUp, testMatch) => ({
  ...unmeasured,
  displayName: testEngine,
  globals: { testEngine },
  globalSetup: `${servers}/${setUp}`,
  testMatch,
});

/** @type {import('jest').Config} */
export default {
  ...run,
  projects: [
    {
      ...common,
      displayName: 'SQLite',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [
        '\\.(server|process|bounds)\\.(engine\\.)?test\\.ts$',
        // The vectors of others are not part of the project.
        ...(process.env.RECORDS_TEST_WYCHEPROOF ? [] : ['\\.vectors\\.test\\.ts$']),
      ],
    },
    {
      // Coverage does not see what other processes run, and makes loops 20 times as slow.
      ...unmeasured,
      displayName: 'SQLite, without coverage',
      testMatch: [inProcesses, withBounds],
    },
    ...(here.mariaDbAndRedis
      ? [
          onEngine('MariaDB by MariaDbDriver', 'mariadb-setup.ts', [onEveryDriver]),
          onEngine('MariaDB by MySqlDriver', 'mariadb-setup.ts', [onEveryDriver]),
          {
            ...onEngine('MariaDB by MariaDbDriver', 'mariadb-setup.ts', [
              onEveryEngine,
              onPrivateServer,
            ]),
            displayName: 'MariaDB, servers',
          },
        ]
      : []),
    ...(here.mySql
      ? [
          onEngine('MySQL', 'mysql-setup.ts', [
            onEveryEngine,
            onEveryDriver,
            ...(here.privateMySql ? [onPrivateServer] : []),
          ]),
        ]
      : here.mariaDbAndRedis
        ? [
            // In its place: the same driver on the server that is here.
            {
              ...onEngine('MariaDB by MySqlDriver', 'mariadb-setup.ts', [onEveryEngine]),
              displayName: 'MySQL',
            },
          ]
        : []),
  ],
  globalSetup: `${servers}/global-setup.ts`,
  globalTeardown: `${servers}/global-teardown.ts`,
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 95 } },
  coverageReporters: ['text-summary', 'lcovonly'],
};

import { provideEngines } from './tests/support/servers/provide-engines.ts';

const here = await provideEngines();

const servers = '<rootDir>/tests/support/servers';

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
        },
      },
    ],
  },
};

// Suites are chosen by their suffixes: see tests/README.md.
const onEveryEngine = '**/*.engine.test.ts';
const onPrivateServer = '**/*.server.test.ts';
const onEveryDriver = '**/*.driver.test.ts';

const onEngine = (testEngine, setUp, testMatch) => ({
  ...common,
  displayName: testEngine,
  globals: { testEngine },
  globalSetup: `${servers}/${setUp}`,
  runner: '<rootDir>/tests/support/uncovered-runner.ts',
  testMatch,
});

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...common,
      displayName: 'SQLite',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.server\\.test\\.ts$'],
    },
    ...(here.mariaDbAndRedis
      ? [
          onEngine('MariaDB by MariaDbDriver', 'mariadb-setup.ts', [
            onEveryEngine,
            onPrivateServer,
            onEveryDriver,
          ]),
          onEngine('MariaDB by MySqlDriver', 'mariadb-setup.ts', [
            onEveryDriver,
            // MySQL runs them by this driver, where it is here.
            ...(here.mySql ? [] : [onEveryEngine]),
          ]),
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
      : []),
  ],
  globalSetup: `${servers}/global-setup.ts`,
  globalTeardown: `${servers}/global-teardown.ts`,
  // A busy machine is no fault of a test.
  testTimeout: 20_000,
  // Two, also where that is every core: most suites wait for their servers half of the time.
  maxWorkers: 2,
  // Modules of earlier suites are never freed, and each suite's coverage counts them again: a worker
  // that has grown is replaced by a new one, which saves a third of the time.
  workerIdleMemoryLimit: '300MB',
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 95 } },
  coverageReporters: ['text-summary', 'lcovonly'],
};

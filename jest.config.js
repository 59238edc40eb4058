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

// What depends on the engine runs on each of them; the rest runs once.
const onEveryEngine = [
  'records',
  'sites',
  'connections',
  'nodes',
  'imports',
  'exports',
  'engines',
  'cache',
].map((folder) => `<rootDir>/tests/${folder}/**/*.test.ts`);

const onSqliteAlone = [
  // No database has a part in these.
  '/tests/imports/(dates|rows)/',
  'rules.test.ts$',
  // What tells two imports apart is not the database's.
  '/tests/imports/another-import',
  // What is between the cache and Redis.
  '/tests/cache/(redis-faults|shared-values|sealed-values|two-builds|ending|engine-agreement|http-caching|memory-bound|hostile-variables|late-reader)',
  // What the process does to a file of its own when it is killed; a server undoes by itself.
  '/tests/imports/sigkill',
  // These are about the process and its streams.
  '/tests/exports/(broken-off|command-line|http|memory)',
  // The plans are read as SQLite tells them; those of the servers are in tests/engines/servers.
  '/tests/records/search-plans',
];

// These take minutes. MariaDB runs them by its own driver, and MySQL by the other.
const onOneDriver = [
  '/tests/engines/servers/',
  '/tests/engines/folding-migration',
  '/tests/imports/killed-imports',
  '/tests/cache/',
];

// These kill, freeze and lock a server of their own.
const onPrivateServer = '/tests/engines/servers/';

const onEngine = (testEngine, setUp, leftOut) => ({
  ...common,
  displayName: testEngine,
  globals: { testEngine },
  globalSetup: `${servers}/${setUp}`,
  runner: '<rootDir>/tests/support/uncovered-runner.ts',
  testMatch: onEveryEngine,
  testPathIgnorePatterns: [...onSqliteAlone, ...leftOut],
});

/** @type {import('jest').Config} */
export default {
  projects: [
    { ...common, displayName: 'SQLite', testPathIgnorePatterns: [onPrivateServer] },
    ...(here.mariaDbAndRedis
      ? [
          onEngine('MariaDB by MariaDbDriver', 'mariadb-setup.ts', []),
          onEngine('MariaDB by MySqlDriver', 'mariadb-setup.ts', onOneDriver),
        ]
      : []),
    ...(here.mySql
      ? [onEngine('MySQL', 'mysql-setup.ts', here.privateMySql ? [] : [onPrivateServer])]
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

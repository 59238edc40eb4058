const support = '<rootDir>/tests/support';

// Coverage counts what V8 compiles, so that each suite must compile it itself.
const isMeasured = process.argv.includes('--coverage');

// Libraries run as they do in production: GraphQL.js takes a fifth more time to execute otherwise. The
// service is given its own NODE_ENV by each suite, and does not read this one.
process.env.NODE_ENV = 'production';

/** What every project of Jest has. */
export const common = {
  testEnvironment: isMeasured ? 'node' : `${support}/compiled-once-environment.ts`,
  // Coverage counts the files below the roots, also those that no suite loads.
  roots: ['<rootDir>/src', '<rootDir>/tests'],
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

/** What every run has. */
export const run = {
  // A busy machine is no fault of a test.
  testTimeout: 20_000,
  testSequencer: `${support}/long-first-sequencer.ts`,
  // More than two cores, as suites wait for their servers and processes.
  maxWorkers: 3,
  // Each suite's coverage counts the modules of earlier ones that are not freed yet: a worker that has
  // grown is replaced by a new one, which saves a third of the time that coverage takes.
  workerIdleMemoryLimit: isMeasured ? '300MB' : '2GB',
};

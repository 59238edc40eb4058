import { createRequire } from 'node:module';
import type { Config, TestRunnerContext } from 'jest-runner';

// By require, as it is where Jest itself finds it.
const { default: TestRunner } = createRequire(import.meta.url)(
  'jest-runner',
) as typeof import('jest-runner');

/**
 * Runs tests without counting what they cover, which would take two thirds more time: the same tests
 * run in another project of jest.config.js, which counts it.
 */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default class UncoveredRunner extends TestRunner {
  constructor(globalConfig: Config.GlobalConfig, context: TestRunnerContext) {
    super({ ...globalConfig, collectCoverage: false }, context);
  }
}

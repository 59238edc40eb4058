import { createRequire } from 'node:module';
import type { Test } from 'jest-runner';

// By require, as it is where Jest itself finds it.
const { default: Sequencer } = createRequire(import.meta.url)(
  '@jest/test-sequencer',
) as typeof import('@jest/test-sequencer');

const long = /\.(process|server|long|redis)\./;

/** Runs long suites first, so that no worker is left with one at the end of the run. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default class LongFirstSequencer extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const sorted = await super.sort(tests);
    return [
      ...sorted.filter(({ path }) => long.test(path)),
      ...sorted.filter(({ path }) => !long.test(path)),
    ];
  }
}

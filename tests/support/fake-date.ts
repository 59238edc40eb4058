import { jest } from '@jest/globals';

/** Stops the clock of `Date` alone; `jest.setSystemTime` moves it, `jest.useRealTimers` undoes it. */
export function fakeDate(): void {
  jest.useFakeTimers({
    now: Date.now(),
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

import { afterEach, expect, jest, test } from '@jest/globals';
import { untilStopped } from '../../src/cli/until-stopped.js';

afterEach(() => {
  jest.restoreAllMocks();
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'the first %s stops, its echo does nothing, a later one ends with %i',
  async (signal, code) => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    const stopped = untilStopped();
    process.emit(signal, signal);
    await stopped;
    now.mockReturnValue(2_500);
    process.emit(signal, signal);
    expect(exit).not.toHaveBeenCalled();
    now.mockReturnValue(3_500);
    process.emit(signal, signal);
    expect(exit).toHaveBeenCalledWith(code);
  },
);

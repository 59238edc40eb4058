import { expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { testTerminal } from '../support/terminal.js';

test('records --help lists the commands', async () => {
  const terminal = testTerminal();
  expect(await run(['--help'], terminal)).toBe(0);
  for (const command of ['serve', 'demo', 'schema']) expect(terminal.printed()).toContain(command);
  expect(terminal.errors()).toBe('');
});

test('records without a command prints the help as an error', async () => {
  const terminal = testTerminal();
  expect(await run([], terminal)).toBe(1);
  expect(terminal.errors()).toContain('Usage: records');
});

test.each([
  [['unknown'], "unknown command 'unknown'"],
  [['serve', '--port', '1'], "unknown option '--port'"],
])('records refuses the arguments %j', async (args, sentence) => {
  const terminal = testTerminal();
  expect(await run(args, terminal)).toBe(1);
  expect(terminal.errors()).toContain(sentence);
});

test('records schema prints the schema even if the configuration is invalid', async () => {
  const terminal = testTerminal({ DATABASE_URL: 'nonsense' });
  expect(await run(['schema'], terminal)).toBe(0);
  expect(terminal.printed()).toMatch(/^type Mutation \{$/m);
  expect(terminal.printed()).toMatch(/\S\n$/);
});

test('records serve serves until it is stopped', async () => {
  const env = { DATABASE_URL: 'sqlite::memory:', PORT: '0', LOG_LEVEL: 'silent' };
  let waited = 0;
  const waitForStop = async () => {
    waited += 1;
  };
  expect(await run(['serve'], testTerminal(env, { waitForStop }))).toBe(0);
  expect(waited).toBe(1);
});

test('an invalid configuration is reported in full, with exit code 1', async () => {
  const terminal = testTerminal({ PORT: 'x', LOG_LEVEL: 'y' });
  expect(await run(['serve'], terminal)).toBe(1);
  expect(terminal.errors()).toMatch(/^PORT is "x"; .*\nLOG_LEVEL is "y"; .*\n$/);
});

test('an error that is not a UserError is thrown', async () => {
  const print = () => {
    throw new Error('A fault');
  };
  await expect(run(['schema'], testTerminal({}, { print }))).rejects.toThrow('A fault');
});

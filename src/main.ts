#!/usr/bin/env -S node --max-semi-space-size=8
import { text as textOf } from 'node:stream/consumers';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';

// By default V8 lets garbage grow to hundreds of megabytes before it looks; an import makes plenty.
setFlagsFromString('--heap-growing-percent=50');
// A small young generation keeps it down as well, but is set on the command line or not at all; the
// other way to save as much costs a third of the requests per second.
const isYoungSpaceSet = process.execArgv.some((flag) => flag.startsWith('--max-semi-space-size='));
if (!isYoungSpaceSet) setFlagsFromString('--optimize-for-size');

const { run } = await import('./cli/run.js');
const { onHangup } = await import('./cli/on-hangup.js');
const { waitForShutdownSignal: untilStopped } = await import('./cli/shutdown-signal.js');

// Whoever stops reading what is printed ends no work. Only that what was to be printed is lost is a
// failure, where it is not the reader who wants no more.
let printFault: NodeJS.ErrnoException | undefined;
process.stderr.on('error', () => {});
process.stdout.on('error', (error) => {
  printFault = error;
});

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  isOutputTty: process.stdout.isTTY,
  isErrorTty: process.stderr.isTTY,
  output: process.stdout,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  isInputTty: isatty(0),
  input: () => process.stdin,
  readInput: () => textOf(process.stdin),
  onHangup,
  // npm sets it for the scripts that it runs, and so do those that are like it.
  waitForStop: () => untilStopped(process.env.npm_lifecycle_event !== undefined),
});

// Everything is closed now. What holds the process still, like a database that does not answer the
// farewell, is not waited for. And Node.js, ending by itself, stops listening to signals first: one
// that npm passes on late would make a failure of the end.
process.stdout.write('', (fault: NodeJS.ErrnoException | null | undefined = null) => {
  const { code } = printFault ?? fault ?? {};
  const isLost = exitCode !== 1 && code !== undefined && code !== 'EPIPE';
  if (isLost) process.stderr.write(`Standard output cannot be written (${code}).\n`);
  process.stderr.write('', () => process.exit(isLost ? 1 : exitCode));
});

#!/usr/bin/env -S node --max-semi-space-size=8
import { text as readText } from 'node:stream/consumers';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';

// By default V8 lets garbage grow to hundreds of megabytes before it collects; an import makes plenty.
setFlagsFromString('--heap-growing-percent=50');
// A small young generation saves memory as well, but can only be set on the command line. The
// alternative costs a third of the requests per second.
const isYoungSpaceSet = process.execArgv.some((flag) => flag.startsWith('--max-semi-space-size='));
if (!isYoungSpaceSet) setFlagsFromString('--optimize-for-size');

const { run } = await import('./cli/run.js');
const { onHangup } = await import('./cli/on-hangup.js');
const { waitForShutdownSignal } = await import('./cli/shutdown-signal.js');

// A reader that closes the output does not end the work, and is not a failure (EPIPE); any other loss
// of output is.
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
  readInput: () => readText(process.stdin),
  onHangup,
  // Set by npm for the scripts that it runs, and by compatible package managers.
  waitForStop: () => waitForShutdownSignal(process.env.npm_lifecycle_event !== undefined),
});

// Everything is closed now. The exit is explicit, because a database that does not respond to the end
// of its connection would keep the process alive, and because Node.js, exiting by itself, stops
// handling signals first: one that npm forwards late would turn success into a failure.
process.stdout.write('', (fault: NodeJS.ErrnoException | null | undefined = null) => {
  const { code } = printFault ?? fault ?? {};
  const isLost = exitCode !== 1 && code !== undefined && code !== 'EPIPE';
  if (isLost) process.stderr.write(`Standard output cannot be written (${code}).\n`);
  process.stderr.write('', () => process.exit(isLost ? 1 : exitCode));
});

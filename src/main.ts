#!/usr/bin/env -S node --max-semi-space-size=8
import { setFlagsFromString } from 'node:v8';

// By default V8 lets garbage grow to hundreds of megabytes before it looks; an import makes plenty.
setFlagsFromString('--heap-growing-percent=50');
// A small young generation keeps it down as well, but is set on the command line or not at all; the
// other way to save as much costs a third of the requests per second.
const isYoungSpaceSet = process.execArgv.some((flag) => flag.startsWith('--max-semi-space-size='));
if (!isYoungSpaceSet) setFlagsFromString('--optimize-for-size');

const { run } = await import('./cli/run.js');
const { untilStopped } = await import('./cli/until-stopped.js');

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  interactive: process.stdout.isTTY,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  untilStopped,
});

// Everything is closed now. What holds the process still, like a database that does not answer the
// farewell, is not waited for.
setTimeout(() => process.exit(), 1_000).unref();

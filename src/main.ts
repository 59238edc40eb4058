#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// By default V8 lets garbage grow to hundreds of megabytes before it looks; an import makes plenty.
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--heap-growing-percent=50');

const { run } = await import('./cli/run.js');
const { untilStopped } = await import('./cli/until-stopped.js');

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  interactive: process.stdout.isTTY,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  untilStopped,
});

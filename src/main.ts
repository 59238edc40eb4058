#!/usr/bin/env node
import { run } from './cli/run.js';
import { untilStopped } from './serve.js';

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  interactive: process.stdout.isTTY,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  untilStopped,
});

import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Mutant } from './mutants/mutant.ts';
import { mutants } from './mutants/mutants.ts';

// `npm run test:mutations [-- text]`: removes each check of access control, one at a time, from a copy of
// the checkout, and runs the suites that should notice. With a text, only mutants whose name has it.

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);
const timeoutMs = 600_000;
const maxShown = 5_000;
const [filter = ''] = process.argv.slice(2);

function copyCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'records-mutants-'));
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8' },
  );
  for (const name of listed.split('\0').filter(Boolean)) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

let failure = '';

const pathOf = (suite: string) => suite.split('#')[0] ?? '';

/** Whether the suites pass in the copy. */
async function doPass(folder: string, suites: readonly string[]): Promise<boolean> {
  const options = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const jest = ['node_modules/jest/bin/jest.js', '--config', '.ci/mutants/jest.config.js'];
  const [paths, titles] = [suites.map(pathOf), suites.flatMap((each) => each.split('#')[1] ?? [])];
  const patterns = ['--bail', '--silent', '--testPathPatterns', ...paths];
  if (titles.length === suites.length) patterns.push('--testNamePattern', titles.join('|'));
  try {
    await run(process.execPath, [...options, ...jest, ...patterns], {
      cwd: folder,
      timeout: timeoutMs,
      env: { ...process.env, RECORDS_TEST_SERVERS: 'here' },
    });
    return true;
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    failure = String(stderr);
    // Whatever else goes wrong does not show that a test has noticed.
    if (killed || !/^Tests: +\d+ failed/m.test(failure)) {
      throw new Error(`No test could be run:\n${failure.slice(0, maxShown)}`);
    }
    return false;
  }
}

/** The text of a file with the mutant in it. Throws if the check is not where the mutant looks for it. */
function applyTo(text: string, { file, find, replace, what }: Mutant): string {
  const count = text.split(find).length - 1;
  if (count === 1) return text.replace(find, () => replace);
  throw new Error(`${file} has the text of "${what}" ${count} times; expected once:\n${find}`);
}

async function survives(folder: string, mutant: Mutant): Promise<boolean> {
  const path = join(folder, mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, applyTo(text, mutant));
  try {
    return await doPass(folder, mutant.suites);
  } finally {
    writeFileSync(path, text);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const chosen = mutants.filter(({ what, file }) => `${file} ${what}`.includes(filter));
// Before anything is run, as the checks move.
for (const mutant of chosen) applyTo(readFileSync(join(root, mutant.file), 'utf8'), mutant);
if (chosen.length === 0) throw new Error(`No mutant has "${filter}" in its name.`);
const folder = copyCheckout();
const survivors: Mutant[] = [];
const start = performance.now();
try {
  const suites = [...new Set(chosen.flatMap((each) => each.suites))];
  const withTitles = suites.filter((suite) => suite.includes('#'));
  const whole = suites.filter((suite) => !suite.includes('#'));
  for (const some of [whole, withTitles]) {
    if (some.length === 0 || (await doPass(folder, some))) continue;
    throw new Error(`The suites fail without any mutant:\n${failure}`);
  }
  for (const mutant of chosen) {
    const isAlive = await survives(folder, mutant);
    if (isAlive) survivors.push(mutant);
    say(`${isAlive ? 'SURVIVES' : 'is found'}  ${dirname(mutant.file)}: ${mutant.what}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
say(`${chosen.length} mutants, ${survivors.length} survive; ${minutes} minutes.`);
if (survivors.length > 0) process.exitCode = 1;

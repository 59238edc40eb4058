import { findProgram } from '#servers/programs';
import { aptInstall } from '#servers/provide-engines';

const programs = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Sees to it that there is a Chromium, and leaves its path in the environment for Jest's workers.
 * Without one the run fails in CI, and elsewhere leaves out the tests that need it.
 */
export async function provideBrowser(): Promise<void> {
  if (!findProgram(...programs) && process.getuid?.() === 0 && findProgram('apt-get')) {
    process.stderr.write('Installing chromium for the tests …\n');
    await aptInstall(['chromium']);
  }
  const path = findProgram(...programs);
  process.env.RECORDS_TEST_BROWSER = path ?? 'missing';
  if (path !== undefined) return;
  const lack = 'Install chromium (Debian’s name) to run the browser tests.';
  if (process.env.CI === 'true') throw new Error(lack);
  process.stderr.write(`\nBROWSER TESTS ARE LEFT OUT, and counted below as skipped. ${lack}\n`);
}

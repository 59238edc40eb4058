import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '#servers/programs';

const packages = { mariadbd: 'mariadb-server', 'redis-server': 'redis-server' };

/**
 * Sees to it that MariaDB and Redis can be started: installed already, installed now, or by Docker.
 *
 * @returns nothing, or one sentence that says what to install.
 */
export async function provideEngines(): Promise<string | undefined> {
  if (missing().length === 0) return undefined;
  if (process.getuid?.() === 0 && findProgram('apt-get')) {
    process.stderr.write(`Installing ${missing().join(' and ')} for the tests …\n`);
    await aptInstall(missing());
    if (missing().length === 0) return undefined;
  }
  if (spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0) return undefined;
  return `Install ${missing().join(' and ')} (Debian's names), or start Docker, to run the engine tests.`;
}

function missing(): string[] {
  return Object.entries(packages)
    .filter(([program]) => !findProgram(program))
    .map(([, name]) => name);
}

// Debian starts what it installs, unless policy-rc.d forbids it. The servers of this machine are
// none of the tests' business, nor is a policy that somebody else has put there.
const script = `
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > $policy && chmod 755 $policy
fi
apt-get update && apt-get install --yes --no-install-recommends "$@"
`;

/** Installs packages of Debian without starting what they serve. */
export async function aptInstall(names: readonly string[]): Promise<void> {
  // Detached: Ctrl-C would leave the package manager half done, and the policy behind.
  const child = spawn('sh', ['-c', script, 'sh', ...names], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.stderr.write(`apt-get could not install ${names.join(' and ')}.\n`);
}

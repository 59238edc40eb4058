import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram, isDockerHere } from '#servers/programs';
import { provideMySql } from '#servers/provide-mysql';

const packages = { mariadbd: 'mariadb-server', 'redis-server': 'redis-server' };

/** The engines whose tests can be run, beside SQLite. */
export interface EnginesHere {
  /** Both, or neither. */
  readonly mariaDbAndRedis: boolean;
  readonly mySql: boolean;
  /** Whether tests can start a MySQL of their own, to kill or to freeze it. */
  readonly privateMySql: boolean;
}

/**
 * Sees to it that the servers of the tests can be started: installed already, installed now, or by
 * Docker. Where one cannot be had, the run fails in CI, and elsewhere leaves out the tests that need
 * it.
 */
export async function provideEngines(): Promise<EnginesHere> {
  const { CI, RECORDS_TEST_MYSQL_URL: mySqlUrl } = process.env;
  const lackOfMariaDb = await provideMariaDbAndRedis();
  const lackOfMySql = await provideMySql();
  const lacks = [lackOfMariaDb, lackOfMySql].filter((lack) => lack !== undefined);
  if (lacks.length > 0 && CI === 'true') throw new Error(lacks.join(' '));
  for (const lack of lacks) process.stderr.write(`\nENGINE TESTS ARE LEFT OUT. ${lack}\n`);
  // The workers of Jest hear of it by the environment.
  process.env.RECORDS_TEST_SERVERS = lackOfMariaDb ? 'missing' : 'here';
  return {
    mariaDbAndRedis: !lackOfMariaDb,
    mySql: !lackOfMySql || Boolean(mySqlUrl),
    privateMySql: !lackOfMySql,
  };
}

/** @returns nothing, or one sentence that says what to install. */
async function provideMariaDbAndRedis(): Promise<string | undefined> {
  if (missing().length === 0) return undefined;
  if (process.getuid?.() === 0 && findProgram('apt-get')) {
    process.stderr.write(`Installing ${missing().join(' and ')} for the tests …\n`);
    await aptInstall(missing());
    if (missing().length === 0) return undefined;
  }
  if (isDockerHere()) return undefined;
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
apt-get update; apt-get install --yes --no-install-recommends "$@"
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

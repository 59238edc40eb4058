import { Command, CommanderError } from 'commander';
import type { Config } from '../../config/config.js';
import type { SettingName } from '../../config/settings.js';
import { pluralize } from '../../text/pluralize.js';
import type { Terminal } from '../output/terminal.js';
import {
  checkAudit,
  checkManifests,
  checkSafety,
  readAnyConfiguration,
} from './check-configuration.js';
import { checkIssuers, checkTokens } from './check-identity.js';
import { checkDatabase, checkNetwork, checkSharedCache } from './check-servers.js';
import type { Finding } from './finding.js';

/** A check, and the settings without which it would say nothing. */
interface Check {
  readonly settings: readonly SettingName[];
  readonly run: (config: Config) => Promise<readonly Finding[]>;
}

const checks: readonly Check[] = [
  { settings: ['AUTH', 'NODE_ENV', 'REDIS_URL', 'REDIS_PLAIN'], run: checkSafety },
  { settings: ['HOST', 'PORT', 'TRUSTED_PROXIES', 'PUBLIC_URL'], run: checkNetwork },
  { settings: ['DATABASE_URL', 'DATABASE_REPLICA_URLS'], run: checkDatabase },
  { settings: ['REDIS_URL'], run: checkSharedCache },
  { settings: ['PERSISTED_OPERATIONS', 'PERSISTED_MANIFESTS'], run: checkManifests },
  { settings: ['AUTH', 'NODE_ENV'], run: checkIssuers },
  { settings: ['AUTH'], run: checkTokens },
  { settings: ['AUDIT_LOG', 'AUDIT_KEY_FILE'], run: checkAudit },
];

/** `records doctor`: finds what would keep the service from starting, or make it unsafe. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description(
      'Check the settings, the database, Redis, manifests, issuers, tokens and clocks, without starting or changing anything. Exit code: 1 if something would keep the service from starting, or is unsafe.',
    )
    .action(async () => {
      const { findings, config, faulty } = readAnyConfiguration(terminal.env);
      const found = [...findings];
      for (const { settings, run } of checks) {
        if (!settings.some((name) => faulty.has(name))) found.push(...(await run(config)));
      }
      for (const { level, text } of found) terminal.print(`${level.padEnd(8)} ${text}\n`);
      const faults = found.filter(({ level }) => level === 'fault').length;
      if (faults === 0) return;
      throw new CommanderError(1, 'records.faults', `There are ${pluralize(faults, 'fault')}.`);
    });
}

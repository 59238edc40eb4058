import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openSigner } from '../../audit/anchor.js';
import { stdoutTarget } from '../../audit/open-audit-log.js';
import { type Config, ConfigError, readConfig } from '../../config/config.js';
import { findUnsafeSettings } from '../../config/unsafe-settings.js';
import { PersistedOperations } from '../../graphql/documents/persisted-operations.js';
import { createSchema } from '../../schema.js';
import { pluralize } from '../../text/pluralize.js';
import { type Finding, fault, ok, toFaults, warning } from './finding.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A configuration, as far as it can be read. */
export interface ReadConfiguration {
  readonly findings: readonly Finding[];
  readonly config: Config;
  /** The settings that are faulty, and have their defaults in the configuration. */
  readonly faulty: ReadonlySet<string>;
}

/** Reads the configuration, whatever is wrong with it. */
export function readAnyConfiguration(env: Env): ReadConfiguration {
  try {
    return {
      findings: [ok('All settings are valid.')],
      config: readConfig(env),
      faulty: new Set(),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = toFaults(error);
    const faulty = new Set(findings.map(({ text }) => text.slice(0, text.indexOf(' '))));
    const others = Object.entries(env).filter(([name]) => !faulty.has(name));
    return { findings, config: readConfig(Object.fromEntries(others)), faulty };
  }
}

/** Finds what is unsafe in production; elsewhere, that is a warning. */
export async function checkSafety(config: Config): Promise<Finding[]> {
  const { production } = config;
  const unsafe = findUnsafeSettings({ ...config, production: true });
  const findings = unsafe.map((text) =>
    production ? fault(text) : warning(`For production: ${text}`),
  );
  const { isOn, issuers, tokens, anonymousScopes } = config.auth;
  if (isOn && !issuers && !tokens) {
    const consequence =
      anonymousScopes.size === 0 ? 'nobody can do anything' : 'all requests are anonymous';
    findings.push(
      warning(
        `AUTH is on without AUTH_ISSUERS and AUTH_TOKENS, so ${consequence}. Set one of them.`,
      ),
    );
  }
  if (findings.length > 0) return findings;
  return [
    ok(
      production
        ? 'The settings are safe for production.'
        : 'The settings would be safe for production.',
    ),
  ];
}

/** Checks the manifests of persisted operations. */
export async function checkManifests({ operations, hasPage, limits }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const note = (text: unknown) => findings.push(warning(String(text)));
  const logger = { warn: note, error: note, info() {} };
  try {
    const { documents } = await PersistedOperations.open({
      hasPage,
      ...operations,
      schema: createSchema(),
      limits,
      logger: logger as never,
    });
    const { size } = documents.trusted.documents;
    return [...findings, ok(`The manifests are valid: ${pluralize(size, 'document')}.`)];
  } catch (error) {
    return [...findings, ...toFaults(error)];
  }
}

/** Checks whether the audit log can be written and signed. */
export async function checkAudit({ audit, auth }: Config): Promise<Finding[]> {
  const { target, keyFile } = audit;
  if (target === undefined) {
    if (keyFile !== undefined) {
      return [
        warning('AUDIT_KEY_FILE is set without AUDIT_LOG, so nothing is signed. Set AUDIT_LOG.'),
      ];
    }
    return auth.isOn ? [warning('AUDIT_LOG is not set, so nobody will know who did what.')] : [];
  }
  try {
    if (target !== stdoutTarget) await checkWritable(target);
    if (keyFile !== undefined) await openSigner(keyFile);
  } catch (error) {
    return toFaults(error).map(({ text }) => fault(`The audit log cannot be kept: ${text}`));
  }
  return [ok('The audit log can be written.')];
}

/** Without writing: the service may be running, and another chain must not begin. */
async function checkWritable(path: string): Promise<void> {
  // The lock is beside the file.
  await access(dirname(path), constants.W_OK);
  await access(path, constants.W_OK).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

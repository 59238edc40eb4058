import { lookup } from 'node:dns';
import type { Config } from '../../config/config.js';
import { pluralize } from '../../text/pluralize.js';
import { UnsafeAddressError } from '../../viewer/jwt/address-rules.js';
import type { Issuer } from '../../viewer/jwt/issuer.js';
import { createKeyLoader, discoveryUrl } from '../../viewer/jwt/load-keys.js';
import { readIssuers } from '../../viewer/jwt/read-issuers.js';
import { getTokenState, readTokenFile } from '../../viewer/tokens/token-file.js';
import { type Finding, fault, ok, toFaults, warning } from './finding.js';

const clockTimeoutMs = 2_000;

/** Checks the file of the issuers, whether their keys can be loaded, and whether their clocks agree with ours. */
export async function checkIssuers({ auth, production }: Config): Promise<Finding[]> {
  if (!auth.isOn || auth.issuers === undefined) return [];
  try {
    const issuers = await readIssuers(auth.issuers, production);
    const checked = await Promise.all(issuers.map((issuer) => checkIssuer(issuer, production)));
    return [
      ok(`${auth.issuers} is valid: ${pluralize(issuers.length, 'issuer')}.`),
      ...checked.flat(),
    ];
  } catch (error) {
    return toFaults(error);
  }
}

async function checkIssuer(issuer: Issuer, production: boolean): Promise<Finding[]> {
  const { name } = issuer;
  try {
    await createKeyLoader(issuer, { production, lookup })();
  } catch (error) {
    const { message } = error as Error;
    return error instanceof UnsafeAddressError
      ? [fault(`The keys of the issuer "${name}" cannot be loaded: ${message}.`)]
      : [
          warning(
            `The keys of the issuer "${name}" cannot be loaded now, so its tokens would be rejected: ${message}.`,
          ),
        ];
  }
  return [ok(`The keys of the issuer "${name}" can be loaded.`), ...(await checkClock(issuer))];
}

/** The address has passed the guards of the key loader. */
async function checkClock(issuer: Issuer): Promise<Finding[]> {
  const { name, leewaySeconds } = issuer;
  try {
    const signal = AbortSignal.timeout(clockTimeoutMs);
    const response = await fetch(issuer.jwks ?? discoveryUrl(issuer), {
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return [];
    const seconds = Math.round(Math.abs(Date.now() - theirs) / 1000);
    if (seconds <= leewaySeconds)
      return [ok(`The clock of the issuer "${name}" agrees with ours.`)];
    return [
      fault(
        `The clock of the issuer "${name}" differs from ours by ${seconds} seconds, and ${leewaySeconds} are tolerated (leewaySeconds): valid tokens may be rejected. Synchronise the clock of this machine.`,
      ),
    ];
  } catch {
    // Its keys were loaded a moment ago, so it is there.
    return [];
  }
}

/** Checks the file of the static tokens. */
export async function checkTokens({ auth }: Config): Promise<Finding[]> {
  if (!auth.isOn || auth.tokens === undefined) return [];
  try {
    const tokens = await readTokenFile(auth.tokens);
    const active = tokens.filter((token) => getTokenState(token, Date.now()) === 'active');
    return active.length > 0
      ? [ok(`${auth.tokens} is valid: ${pluralize(active.length, 'active token')}.`)]
      : [warning(`${auth.tokens} has no active token. "npx records token create" makes one.`)];
  } catch (error) {
    return toFaults(error);
  }
}

import type { LookupFunction } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { StartError } from '../../errors/start-error.js';
import { toSafeLine } from '../../text/quote.js';
import type { TokenSource } from '../token-source.js';
import { UnsafeAddressError } from './address-rules.js';
import type { Issuer } from './issuer.js';
import { type IssuerWithKeys, JwtVerifier } from './jwt-verifier.js';
import { KeySource } from './key-source.js';
import { createKeyLoader } from './load-keys.js';
import { readIssuers } from './read-issuers.js';

/** How JSON Web Tokens are verified. */
export interface JwtOptions {
  /** The path of the file with their issuers. */
  readonly path: string;
  readonly production: boolean;
  /** As `dns.lookup`. */
  readonly lookup: LookupFunction;
  /** Called when an issuer, by its name, has other keys than before, or its first ones. */
  readonly onKeysChange: (issuer: string) => void;
}

/**
 * Opens the issuers of a file. An issuer that is unavailable does not keep the service from starting; its
 * tokens are rejected as `IDENTITY_UNAVAILABLE` until its keys are there.
 * Throws a `UserError` if the file is faulty or leads to an address that must not be asked.
 */
export async function openJwtSource(
  options: JwtOptions,
  logger: FastifyBaseLogger,
): Promise<TokenSource> {
  let current = await openIssuers(options, logger, []);
  const unsafe = current.find(({ keys }) => keys.fault instanceof UnsafeAddressError);
  if (unsafe) {
    for (const { keys } of current) keys.close();
    throw createKeysError(unsafe);
  }
  let verifier = createVerifier(current, logger);
  return {
    verifier: {
      accepts: (token) => verifier.accepts(token),
      verify: (token) => verifier.verify(token),
    },
    get issuers() {
      return current.map(({ issuer }) => issuer.issuer);
    },
    findReasonNotReady() {
      const missing = current.find(({ keys }) => keys.fault !== undefined);
      return missing && `The keys of the issuer "${missing.issuer.name}" have not been loaded yet.`;
    },
    async reload() {
      const next = await openIssuers(options, logger, current);
      const kept = new Set(current.map(({ keys }) => keys));
      const faulty = next.find(({ keys }) => keys.fault !== undefined && !kept.has(keys));
      const unused = faulty ? next : current;
      const used = new Set((faulty ? current : next).map(({ keys }) => keys));
      for (const { keys } of unused) if (!used.has(keys)) keys.close();
      if (faulty) throw createKeysError(faulty);
      current = next;
      verifier = createVerifier(next, logger);
      logger.info(`The issuers were reloaded: ${next.length}.`);
    },
    close() {
      for (const { keys } of current) keys.close();
    },
  };
}

/**
 * Reads the issuers and waits until each has answered or failed, for 2 seconds at most.
 *
 * @param known those whose keys are there already; they are shared where the issuer is the same
 */
async function openIssuers(
  options: JwtOptions,
  logger: FastifyBaseLogger,
  known: readonly IssuerWithKeys[],
): Promise<readonly IssuerWithKeys[]> {
  const issuers = await readIssuers(options.path, options.production);
  return Promise.all(
    issuers.map(async (issuer) => {
      const same = known.find((each) => hasSameKeys(each.issuer, issuer));
      if (same) return { issuer, keys: same.keys };
      const load = createKeyLoader(issuer, options);
      const keys = new KeySource({
        name: issuer.name,
        load,
        logger,
        onChange: () => options.onKeysChange(issuer.name),
      });
      await keys.start();
      return { issuer, keys };
    }),
  );
}

function hasSameKeys(one: Issuer, other: Issuer): boolean {
  const members = ['name', 'issuer', 'jwks', 'discovery', 'privateNetwork'] as const;
  return members.every((member) => isDeepStrictEqual(one[member], other[member]));
}

function createVerifier(issuers: readonly IssuerWithKeys[], logger: FastifyBaseLogger) {
  const verifier = new JwtVerifier(issuers, logger);
  for (const { keys } of issuers) keys.onDrop = (ids) => verifier.forget(keys, ids);
  return verifier;
}

function createKeysError({ issuer, keys }: IssuerWithKeys): StartError {
  const reason = toSafeLine(keys.fault?.message ?? '');
  return new StartError(`The keys of the issuer "${issuer.name}" cannot be loaded: ${reason}.`);
}

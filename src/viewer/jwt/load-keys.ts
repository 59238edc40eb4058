import type { LookupFunction } from 'node:net';
import { DeadlineExceeded, withDeadline } from '../../concurrency/deadline.js';
import { quote } from '../../text/quote.js';
import {
  type AddressRules,
  findUrlFault,
  guardLookup,
  UnsafeAddressError,
} from './address-rules.js';
import { type FetchedJson, fetchJson } from './fetch-json.js';
import type { Issuer } from './issuer.js';
import { KeySet } from './key-set.js';

/** For the metadata and the key set together. */
const loadMs = 2_000;

/** Keys as their issuer published them a moment ago. */
export interface LoadedKeys {
  readonly keys: KeySet;
  /** How long they may be kept; undefined if the issuer does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** Loads the keys of an issuer. */
export type LoadKeys = () => Promise<LoadedKeys>;

/** How the keys of issuers may be loaded. */
export interface LoadOptions {
  readonly production: boolean;
  /** As `dns.lookup`. */
  readonly lookup: LookupFunction;
}

/**
 * Creates the function that loads the keys of an issuer, within 2 seconds. It rejects with an
 * {@link UnsafeAddressError} where the configuration or an answer leads to a place that must not be
 * asked, and with other errors while the issuer is unavailable.
 */
export function createKeyLoader(issuer: Issuer, { production, lookup }: LoadOptions): LoadKeys {
  const rules: AddressRules = { production, privateNetwork: issuer.privateNetwork };
  const guarded = guardLookup(lookup, rules);
  return async () => {
    const end = new AbortController();
    const fetch = (url: URL) => fetchJson(url, { lookup: guarded, signal: end.signal });
    try {
      return await withDeadline(() => load(issuer, rules, fetch), loadMs);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      const url = issuer.jwks ?? discoveryUrl(issuer).href;
      throw new Error(`${url} did not answer within ${loadMs / 1000} seconds`);
    } finally {
      end.abort();
    }
  };
}

/** Where the metadata of an issuer is (OpenID Connect Discovery 1.0, section 4). */
export function discoveryUrl({ issuer, discovery }: Issuer): URL {
  return new URL(discovery ?? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
}

async function load(
  issuer: Issuer,
  rules: AddressRules,
  fetch: (url: URL) => Promise<FetchedJson>,
): Promise<LoadedKeys> {
  // Each time, as the key set may have moved.
  const url = issuer.jwks ? new URL(issuer.jwks) : await discover(issuer, rules, fetch);
  const { json, maxAgeSeconds } = await fetch(url);
  try {
    return { keys: KeySet.parse(json), maxAgeSeconds };
  } catch (error) {
    throw new Error(`${url.href} cannot be used: ${(error as Error).message}`);
  }
}

async function discover(
  issuer: Issuer,
  rules: AddressRules,
  fetch: (url: URL) => Promise<FetchedJson>,
): Promise<URL> {
  const at = discoveryUrl(issuer);
  const { json } = await fetch(at);
  const found = (json ?? {}) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  // RFC 8414, section 3.3: otherwise the metadata of one issuer could name the keys of another.
  if (found.issuer !== issuer.issuer) {
    throw new UnsafeAddressError(
      `${at.href} describes the issuer ${quote(String(found.issuer), 200)}; expected exactly ${quote(issuer.issuer, 200)}`,
    );
  }
  const url = URL.parse(String(found.jwks_uri));
  if (url === null) throw new Error(`${at.href} has no URL as "jwks_uri"`);
  const fault = findUrlFault(url, rules);
  if (fault) throw new UnsafeAddressError(`${at.href} leads to a key set whose URL ${fault}`);
  return url;
}

import type { LookupFunction } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { type Authenticate, authenticateNobody, createAuthenticator } from './authenticate.js';
import { openJwtSource } from './jwt/open-jwt-source.js';
import type { ScopeSet } from './scopes.js';
import type { TokenSource } from './token-source.js';
import { openTokenSource } from './tokens/open-token-source.js';

/** Identifies viewers as the configuration says. */
export interface OpenAuthenticator {
  readonly authenticate: Authenticate;
  /** The issuers whose tokens are accepted, as URLs. */
  issuers(): readonly string[];
  /** Why not all tokens can be verified yet; undefined if they can be. */
  findReasonNotReady(): string | undefined;
  /**
   * Reads the files again; what is faulty is logged and stays as it was.
   *
   * @returns whether nothing is faulty
   */
  reload(): Promise<boolean>;
  close(): void;
}

/** How viewers are identified, see the settings `AUTH…`. */
export interface AuthenticatorOptions {
  /** Otherwise nobody is, and everybody may do everything. */
  readonly isOn: boolean;
  /** The path of the file with the issuers of JSON Web Tokens. */
  readonly issuers: string | undefined;
  /** The path of the file with the static tokens. */
  readonly tokens: string | undefined;
  readonly anonymousScopes: ScopeSet;
  readonly production: boolean;
  /** As `dns.lookup`: finds the addresses of issuers. */
  readonly lookup: LookupFunction;
  /** Called when an issuer, by its name, has other keys than before, or its first ones. */
  readonly onKeysChange: (issuer: string) => void;
}

/** Opens what identifies viewers. Throws a `UserError` when a file is missing or faulty. */
export async function openAuthenticator(
  options: AuthenticatorOptions,
  logger: FastifyBaseLogger,
): Promise<OpenAuthenticator> {
  const { isOn, anonymousScopes } = options;
  const sources = isOn ? await openSources(options, logger) : [];
  let reloading = Promise.resolve(true);
  return {
    authenticate: isOn
      ? createAuthenticator(
          anonymousScopes,
          sources.map(({ verifier }) => verifier),
        )
      : authenticateNobody,
    issuers: () => sources.flatMap(({ issuers }) => issuers),
    findReasonNotReady: () =>
      sources.map((source) => source.findReasonNotReady()).find((reason) => reason !== undefined),
    reload() {
      // One after the other, so that the last one decides.
      reloading = reloading.then(() => reloadSources(sources, logger));
      return reloading;
    },
    close() {
      for (const source of sources) source.close();
    },
  };
}

async function openSources(
  { issuers, tokens, ...options }: AuthenticatorOptions,
  logger: FastifyBaseLogger,
): Promise<readonly TokenSource[]> {
  const sources: TokenSource[] = [];
  if (tokens) sources.push(await openTokenSource(tokens, logger));
  if (issuers) sources.push(await openJwtSource({ path: issuers, ...options }, logger));
  return sources;
}

async function reloadSources(
  sources: readonly TokenSource[],
  logger: FastifyBaseLogger,
): Promise<boolean> {
  let isFaulty = false;
  for (const source of sources) {
    await source.reload().catch((error: Error) => {
      isFaulty = true;
      logger.error(`A file of AUTH is faulty, so the previous one stays in use: ${error.message}`);
    });
  }
  return !isFaulty;
}

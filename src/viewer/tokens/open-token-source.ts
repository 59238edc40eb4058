import type { FastifyBaseLogger } from 'fastify';
import { createInvalidTokenError } from '../access-error.js';
import type { TokenSource } from '../token-source.js';
import type { KnownViewer } from '../viewer.js';
import { hashToken, tokenPrefix } from './static-token.js';
import { getTokenState, readTokenFile, type StoredToken } from './token-file.js';

/** The name under which the viewers of static tokens are stored, as if it were that of an issuer. */
export const tokenIssuer = 'token';

interface Entry {
  readonly stored: StoredToken;
  readonly viewer: KnownViewer;
}

/**
 * Opens a file of static tokens. The viewer of a token is named like the token, so that another token of
 * the same name, which replaces it, goes on with its imports.
 * Throws a `StartError` if the file cannot be used.
 */
export async function openTokenSource(
  file: string,
  logger: Pick<FastifyBaseLogger, 'info'>,
): Promise<TokenSource> {
  const read = async () =>
    new Map((await readTokenFile(file)).map((stored) => [stored.sha256, createEntry(stored)]));
  let entries: ReadonlyMap<string, Entry> = await read();
  return {
    verifier: {
      accepts: (token) => token.startsWith(tokenPrefix),
      verify(token) {
        const entry = entries.get(hashToken(token));
        if (entry === undefined) throw createInvalidTokenError('token_unknown');
        const state = getTokenState(entry.stored, Date.now());
        if (state === 'active') return entry.viewer;
        throw createInvalidTokenError(`token_${state} ${entry.stored.id}`);
      },
    },
    issuers: [],
    findReasonNotReady: () => undefined,
    async reload() {
      entries = await read();
      const stored = [...entries.values()].map((entry) => entry.stored);
      const active = stored.filter((each) => getTokenState(each, Date.now()) === 'active');
      logger.info(`The static tokens were reloaded: ${active.length} of ${stored.length} active.`);
    },
    close() {},
  };
}

function createEntry(stored: StoredToken): Entry {
  const { name, scopes } = stored;
  return {
    stored,
    viewer: {
      kind: 'service',
      issuer: tokenIssuer,
      subject: name,
      scopes: new Set(scopes),
      via: 'token',
    },
  };
}

import type { Client } from './client-file.js';
import type { Credentials } from './credentials.js';
import { findTokenUrl } from './find-token-url.js';
import { requestToken } from './request-token.js';

/** A token is replaced this long before it expires, so that it does not do so on its way. */
const marginSeconds = 60;

interface HeldToken {
  readonly header: string;
  /** In milliseconds of Unix time. */
  readonly until: number;
}

/**
 * Credentials of a client that gets its tokens from an authorization server. A token is kept until 60
 * seconds before it expires, or for half of its life if that is shorter; requests at the same time share
 * one.
 *
 * @param allowPlain whether secrets may be sent over `http:` to other machines
 */
export function createClientCredentials(client: Client, allowPlain: boolean): Credentials {
  let { tokenUrl } = client;
  let held: HeldToken | undefined;
  let pending: Promise<HeldToken> | undefined;

  async function obtain(signal: AbortSignal): Promise<HeldToken> {
    tokenUrl ??= await findTokenUrl(client.issuer ?? '', allowPlain, signal);
    const { token, expiresIn } = await requestToken(client, tokenUrl, signal);
    const seconds = Math.max(expiresIn - marginSeconds, expiresIn / 2);
    return { header: `Bearer ${token}`, until: Date.now() + seconds * 1000 };
  }

  async function read(signal: AbortSignal): Promise<string> {
    if (held !== undefined && Date.now() < held.until) return held.header;
    pending ??= obtain(signal).finally(() => {
      pending = undefined;
    });
    held = await pending;
    return held.header;
  }

  return {
    read,
    async replace(rejected, signal) {
      if (held?.header === rejected) held = undefined;
      const header = await read(signal);
      return header === rejected ? undefined : header;
    },
    advice: `A token that was just issued for the client file ${client.file} is rejected; check its scope, audience and resource, and whether the service accepts that issuer.`,
  };
}

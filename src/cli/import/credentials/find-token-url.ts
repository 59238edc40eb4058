import { z } from 'zod';
import { callServer, describeRefusal } from './authorization-server.js';
import { isSafe } from './client-file.js';
import { CredentialsError } from './credentials.js';

const metadata = z.object({ issuer: z.string(), token_endpoint: z.url() });

/**
 * The token endpoint in the metadata of an issuer, by OpenID Connect Discovery 1.0 or by RFC 8414.
 * Throws a {@link CredentialsError}.
 *
 * @param allowPlain whether secrets may be sent over `http:` to other machines
 */
export async function findTokenUrl(
  issuer: string,
  allowPlain: boolean,
  signal: AbortSignal,
): Promise<string> {
  const purpose = `Reading the metadata of ${issuer}`;
  let reason = '';
  for (const url of metadataUrls(issuer)) {
    const response = await callServer(url, {}, purpose, signal);
    const { data } = metadata.safeParse(response.json);
    if (response.status !== 200 || data === undefined) {
      reason ||=
        response.status === 200 ? 'It has no "token_endpoint".' : describeRefusal(response);
      continue;
    }
    // By RFC 8414, section 3.3: otherwise one issuer could name the endpoint of another.
    if (data.issuer !== issuer) {
      throw new CredentialsError(
        `${purpose} failed. It is that of ${JSON.stringify(data.issuer)}; "issuer" in the client file must be the same, character by character.`,
      );
    }
    if (allowPlain || isSafe(new URL(data.token_endpoint))) return data.token_endpoint;
    throw new CredentialsError(
      `${purpose} failed. Its token endpoint is ${data.token_endpoint}, over which secrets are sent in plain text.`,
    );
  }
  throw new CredentialsError(`${purpose} failed. ${reason} Check "issuer", or set "tokenUrl".`);
}

function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

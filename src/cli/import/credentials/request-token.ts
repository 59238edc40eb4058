import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { callServer, describeRefusal } from './authorization-server.js';
import type { Client, SigningKey } from './client-file.js';
import { CredentialsError, isBearerToken } from './credentials.js';

/** A token and how long it is valid, in seconds; infinite if the server does not say. */
export interface AccessToken {
  readonly token: string;
  readonly expiresIn: number;
}

const tokenResponse = z.object({
  access_token: z.string().refine(isBearerToken),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().default(Number.POSITIVE_INFINITY),
});

const assertionSeconds = 60;

/** Requests a token by client credentials (RFC 6749, section 4.4). Throws a {@link CredentialsError}. */
export async function requestToken(
  client: Client,
  tokenUrl: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const purpose = `Getting a token from ${tokenUrl}`;
  const { headers, parameters } = await authenticate(client, tokenUrl);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...client.request,
    ...parameters,
  });
  const init = { method: 'POST', headers: { accept: 'application/json', ...headers }, body };
  const response = await callServer(tokenUrl, init, purpose, signal);
  const { data } = tokenResponse.safeParse(response.json);
  if (response.status === 200 && data !== undefined) {
    return { token: data.access_token, expiresIn: data.expires_in };
  }
  const why =
    response.status === 200
      ? 'The response has no bearer token, as RFC 6749 describes it.'
      : describeRefusal(response);
  throw new CredentialsError(`${purpose} failed. ${why} Check the client file ${client.file}.`);
}

async function authenticate({ issuer, clientId, proof }: Client, tokenUrl: string) {
  if ('secret' in proof) {
    // RFC 6749, section 2.3.1: both are form-encoded first.
    const pair = [clientId, proof.secret].map(encodeForm).join(':');
    return {
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      parameters: {},
    };
  }
  return {
    headers: {},
    parameters: {
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      // The issuer, where it is known: an assertion for a URL could be passed on to another server.
      client_assertion: await signAssertion(clientId, issuer ?? tokenUrl, proof),
    },
  };
}

const encodeForm = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);

/** The assertion of a client that has a private key, by RFC 7523, section 3. */
async function signAssertion(
  clientId: string,
  audience: string,
  { key, algorithm, id }: SigningKey,
): Promise<string> {
  // Loaded when needed, as most imports do not.
  const { SignJWT } = await import('jose');
  try {
    return await new SignJWT()
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(id && { kid: id }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${assertionSeconds} s`)
      .sign(key);
  } catch (error) {
    throw new CredentialsError(
      `The private key of the client cannot sign by ${algorithm} (${(error as Error).message}).`,
      undefined,
      { cause: error },
    );
  }
}

import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from '../../../text/loopback-host.js';
import { CredentialsError } from './credentials.js';

/** A private key, and how to sign with it. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: string;
  readonly id: string | undefined;
}

/** How a client gets tokens, by the grant `client_credentials` of RFC 6749, section 4.4. */
export interface Client {
  /** The file that says so, for messages. */
  readonly file: string;
  readonly issuer: string | undefined;
  /** Undefined if the metadata of the issuer has it. */
  readonly tokenUrl: string | undefined;
  readonly clientId: string;
  readonly proof: { readonly secret: string } | SigningKey;
  /** What to request, as parameters of the token request. */
  readonly request: Readonly<Record<string, string>>;
}

const text = z.string().min(1);
const url = z.url({ protocol: /^https?$/, error: 'must be a URL like https://id.example.com' });

const clientFile = z
  .strictObject({
    issuer: url.optional(),
    tokenUrl: url.optional(),
    clientId: text,
    clientSecret: text.optional(),
    privateKey: z.union([text, z.record(z.string(), z.unknown())]).optional(),
    keyId: text.optional(),
    algorithm: z
      .enum([
        'RS256',
        'PS256',
        'ES256',
        'RS384',
        'PS384',
        'ES384',
        'RS512',
        'PS512',
        'ES512',
        'EdDSA',
      ])
      .optional(),
    scope: text.optional(),
    audience: text.optional(),
    resource: text.optional(),
  })
  .refine(({ issuer, tokenUrl }) => issuer !== undefined || tokenUrl !== undefined, {
    error: 'must have "issuer", "tokenUrl" or both',
  })
  .refine(
    ({ clientSecret, privateKey }) => (clientSecret === undefined) !== (privateKey === undefined),
    { error: 'must have either "clientSecret" or "privateKey"' },
  );

/**
 * Reads a file with client credentials. Throws a {@link CredentialsError} if it cannot be used.
 *
 * @param allowPlain whether secrets may be sent over `http:` to other machines
 */
export async function readClientFile(file: string, allowPlain: boolean): Promise<Client> {
  const { data, error } = clientFile.safeParse(parseJson(await readText(file, file), file));
  if (error) {
    const faults = error.issues.map(
      ({ path, message }) => `${z.core.toDotPath(path) || 'The file'}: ${message}`,
    );
    throw new CredentialsError(`The client file ${file} is not valid: ${faults.join('; ')}.`);
  }
  const { issuer, tokenUrl, clientId, clientSecret, scope, audience, resource } = data;
  for (const [name, target] of Object.entries({ issuer, tokenUrl })) {
    if (target === undefined || allowPlain || isSafe(new URL(target))) continue;
    throw new CredentialsError(
      `In the client file ${file}, "${name}" is "${target}", over which secrets are sent in plain text. Use https:, or pass --allow-plain-token if the network is trusted.`,
    );
  }
  const request = Object.entries({ scope, audience, resource }).filter(([, value]) => value);
  return {
    file,
    issuer,
    tokenUrl,
    clientId,
    proof: clientSecret === undefined ? await readKey(file, data) : { secret: clientSecret },
    request: Object.fromEntries(request) as Record<string, string>,
  };
}

/** Whether nobody on the way can read what is sent to a URL. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopbackHost(hostname);
}

type ClientFile = z.infer<typeof clientFile>;

/** The key is in the file itself, or in one whose path is relative to it: as PEM, or as a JSON Web Key. */
async function readKey(
  file: string,
  { privateKey, keyId, algorithm }: ClientFile,
): Promise<SigningKey> {
  const isPath = typeof privateKey === 'string' && !privateKey.startsWith('-----');
  const path = isPath ? resolve(dirname(file), privateKey) : file;
  const source = isPath ? await readText(path, file) : privateKey;
  const jwk =
    typeof source === 'string' && source.startsWith('{') ? parseJson(source, path) : source;
  try {
    const key =
      typeof jwk === 'string'
        ? createPrivateKey(jwk)
        : createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const { kid, alg } = jwk as { readonly kid?: string; readonly alg?: string };
    return { key, id: keyId ?? kid, algorithm: algorithm ?? alg ?? chooseAlgorithm(key) };
  } catch {
    // The error could contain parts of the key.
    throw new CredentialsError(
      `The private key in ${path} cannot be used; it must be a PEM file without a passphrase, or a private JSON Web Key, of RSA, EC or Ed25519.`,
    );
  }
}

const algorithmOfCurve: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

function chooseAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  const algorithm = algorithmOfCurve[asymmetricKeyDetails?.namedCurve ?? ''];
  if (algorithm === undefined) throw new Error(`No algorithm for ${asymmetricKeyType}.`);
  return algorithm;
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const what = path === file ? 'The client file' : `The private key of ${file},`;
    throw new CredentialsError(`${what} ${path} cannot be read (${code}).`, undefined, {
      cause: error,
    });
  }
}

function parseJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The message of the parser shows some of the text.
    throw new CredentialsError(`The client file ${file} is not JSON.`);
  }
}

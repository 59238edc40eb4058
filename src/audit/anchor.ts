import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { StartError } from '../errors/start-error.js';
import type { ChainEnd } from './chain.js';

/** A signature of all lines before it. */
export interface Anchor {
  /** The id of the key: the beginning of the SHA-256 of the public one. */
  readonly key: string;
  /** Ed25519 (RFC 8032), in base64url. */
  readonly signature: string;
}

/** Signs anchors. */
export type SignAnchor = (end: ChainEnd, timestamp: string) => Anchor;

const keyIdLength = 16;

function keyId(key: KeyObject): string {
  return hash('sha256', key.export({ type: 'spki', format: 'der' })).slice(0, keyIdLength);
}

/** With a purpose, so that no signature made for something else passes for an anchor. */
function signedBytes({ sequence, hash: prev }: ChainEnd, timestamp: string): Buffer {
  return Buffer.from(`records audit anchor\n${sequence}\n${prev}\n${timestamp}`);
}

/** Creates what signs anchors, with an Ed25519 key in PKCS#8 as PEM. Throws a {@link StartError}. */
export async function openSigner(file: string): Promise<SignAnchor> {
  const key = await readKey(file, createPrivateKey, 'a private Ed25519 key as PEM');
  const id = keyId(createPublicKey(key));
  return (end, timestamp) => ({
    key: id,
    signature: sign(null, signedBytes(end, timestamp), key).toString('base64url'),
  });
}

/** A key that anchors are verified with. */
export interface AnchorKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Reads a public Ed25519 key as PEM. Throws a {@link StartError}. */
export async function readAnchorKey(file: string): Promise<AnchorKey> {
  const key = await readKey(file, createPublicKey, 'a public Ed25519 key as PEM');
  return { id: keyId(key), key };
}

async function readKey(
  file: string,
  create: (pem: string) => KeyObject,
  expected: string,
): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StartError(`The key ${file} cannot be read (${error.message}).`);
  });
  let key: KeyObject | undefined;
  try {
    key = create(pem);
  } catch {
    // The message of OpenSSL says nothing that helps.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new StartError(
    `The file ${file} is not ${expected}. "openssl genpkey -algorithm ed25519" makes a private key, and "openssl pkey -pubout" its public one.`,
  );
}

/** Whether an anchor was signed with this key, for this end of a chain. */
export function isSigned(
  { signature }: Anchor,
  { key }: AnchorKey,
  end: ChainEnd,
  timestamp: string,
): boolean {
  return verify(null, signedBytes(end, timestamp), key, Buffer.from(signature, 'base64url'));
}

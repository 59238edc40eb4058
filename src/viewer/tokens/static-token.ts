import { hash, randomBytes } from 'node:crypto';

/** Every static token begins with it, so that scanners for leaked secrets find them. */
export const tokenPrefix = 'rec_';

/** A token that has just been made. It is shown once, and only its hash is stored. */
export interface NewToken {
  /** Names it in lists and logs; not secret. */
  readonly id: string;
  readonly token: string;
}

/** Makes a token: `rec_`, its id of eight hexadecimal digits, `_`, and 256 random bits in base64url. */
export function createToken(): NewToken {
  const id = randomBytes(4).toString('hex');
  return { id, token: `${tokenPrefix}${id}_${randomBytes(32).toString('base64url')}` };
}

/**
 * The SHA-256 of a token in base64url. As a token has 256 random bits, nobody can find it by its hash:
 * a slow hash would cost time and add nothing. For the same reason, looking tokens up by their hash tells
 * nothing by the time that it takes.
 */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { StartError } from '../../errors/start-error.js';
import { pluralize } from '../../text/pluralize.js';
import { type Scope, scopeNames } from '../scopes.js';

/** What names may be: they become part of the owner of imports. */
export const tokenName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** {@link tokenName} in words. */
export const tokenNameForm =
  '1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or a digit';

const instant = z.iso.datetime();

const storedToken = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{8}$/, 'must be eight hexadecimal digits'),
  name: z.string().regex(tokenName, `must be ${tokenNameForm}`),
  sha256: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be a SHA-256 in base64url'),
  scopes: z.array(z.enum(scopeNames as [Scope, ...Scope[]])).min(1),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.optional(),
});

const tokenFile = z.strictObject({ tokens: z.array(storedToken) });

/** A static token as it is stored: everything but the token itself. */
export type StoredToken = z.infer<typeof storedToken>;

/** Whether a token is accepted at a time in milliseconds of Unix time, or why not. */
export function getTokenState(
  { expiresAt, revokedAt }: StoredToken,
  now: number,
): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active';
}

/**
 * Reads a file of static tokens. Throws a {@link StartError} if it cannot be read, is not valid, or can
 * be written by everybody: any user of the machine could then make tokens.
 */
export async function readTokenFile(file: string): Promise<readonly StoredToken[]> {
  let text: string;
  try {
    const { mode } = await stat(file);
    if ((mode & 0o002) !== 0) {
      throw new StartError(
        `The token file ${file} can be written by every user of this machine, who could add tokens to it; run "chmod o-w" on it.`,
      );
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new StartError(
      `The token file ${file} cannot be read (${code}). "npx records token create" creates one.`,
      { cause: error },
    );
  }
  return parseTokenFile(file, text);
}

const maxShownFaults = 3;

function parseTokenFile(file: string, text: string): readonly StoredToken[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The message of the parser shows some of the text.
    throw new StartError(`The token file ${file} is not JSON.`);
  }
  const { data, error } = tokenFile.safeParse(content);
  const faults = error
    ? error.issues.map(({ path, message }) => `${z.core.toDotPath(path) || 'The file'}: ${message}`)
    : findRepeated(data.tokens);
  if (data !== undefined && faults.length === 0) return data.tokens;
  const shown = faults.slice(0, maxShownFaults).join('; ');
  const more = faults.length - maxShownFaults;
  throw new StartError(
    `The token file ${file} is not valid: ${shown}${more > 0 ? `; and ${pluralize(more, 'more fault')}` : ''}.`,
  );
}

function findRepeated(tokens: readonly StoredToken[]): string[] {
  const seen = new Set<string>();
  return tokens.flatMap(({ id, sha256 }, index) => {
    const isRepeated = seen.has(id) || seen.has(sha256);
    seen.add(id).add(sha256);
    return isRepeated ? [`tokens[${index}]: has the id or the hash of another token`] : [];
  });
}

/** The content of a file with these tokens. */
export function formatTokenFile(tokens: readonly StoredToken[]): string {
  return `${JSON.stringify({ tokens }, null, 2)}\n`;
}

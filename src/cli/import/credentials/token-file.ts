import { readFile } from 'node:fs/promises';
import { type Credentials, CredentialsError, isBearerToken } from './credentials.js';

/**
 * Credentials with the token in a file, which is read again for each request: Vault, Kubernetes and others
 * replace it before it expires. Throws a {@link CredentialsError} if there is no token in it now; later,
 * while it is being replaced, that is temporary.
 */
export async function openTokenFile(file: string): Promise<Credentials> {
  await readHeader(file);
  const read = () =>
    readHeader(file).catch(({ message, cause }: CredentialsError) => {
      throw new CredentialsError(message, {}, { cause });
    });
  return {
    read,
    async replace(rejected) {
      const header = await read();
      return header === rejected ? undefined : header;
    },
    advice: `That is the token in ${file}; write a valid one to it.`,
  };
}

async function readHeader(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new CredentialsError(`The token file ${file} cannot be read (${code}).`, undefined, {
      cause: error,
    });
  }
  const token = text.trim();
  if (isBearerToken(token)) return `Bearer ${token}`;
  throw new CredentialsError(
    `The token file ${file} has ${text.length} characters, which are not a bearer token; it must contain one, and nothing else.`,
  );
}

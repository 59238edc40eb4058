import { unescape as decode } from 'node:querystring';
import { OptionError } from '../../options/option-error.js';
import { createClientCredentials } from './client-credentials.js';
import { isSafe, readClientFile } from './client-file.js';
import { type Credentials, createFixedCredentials, isBearerToken } from './credentials.js';
import { openTokenFile } from './token-file.js';

/** The options of a command that calls a service, as they are given. */
export interface GivenCredentials {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly client?: string;
  readonly allowPlainToken?: boolean;
}

/** Where the credentials of a command come from. */
export type CredentialSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly header: string; readonly isShown: boolean }
  | { readonly kind: 'token file'; readonly file: string }
  | { readonly kind: 'client'; readonly file: string; readonly allowPlain: boolean };

const optionNames = { token: '--token', tokenFile: '--token-file', client: '--client' } as const;

/** The names of the options that say who calls a service, as far as they are given. */
export function namesOfGiven(given: GivenCredentials): readonly string[] {
  const names = Object.keys(optionNames) as (keyof typeof optionNames)[];
  return names.filter((name) => given[name] !== undefined).map((name) => optionNames[name]);
}

/**
 * Validates the options.
 *
 * @param url the service; its user and password are credentials for a proxy in front of it, and are removed
 * @param fromEnvironment a token
 * @throws OptionError
 */
export function planCredentials(
  given: GivenCredentials,
  url: URL,
  fromEnvironment: string | undefined,
): CredentialSource {
  const names = namesOfGiven(given);
  if (names.length > 1) throw new OptionError(`Pass only one of ${names.join(' and ')}.`);
  const user = [url.username, url.password].map((part) => decode(part)).join(':');
  Object.assign(url, { username: '', password: '' });
  const source = chooseSource(given, fromEnvironment);
  const isUser = user !== ':';
  if (isUser && source.kind !== 'none') {
    throw new OptionError('Pass either a token or a user in --url, not both.');
  }
  if ((isUser || source.kind !== 'none') && !given.allowPlainToken && !isSafe(url)) {
    throw new OptionError(
      `The option --url is "${url.href}", over which ${isUser ? 'the password' : 'a token'} is sent in plain text. Use https:, or pass --allow-plain-token if the network is trusted.`,
    );
  }
  if (!isUser) return source;
  return { kind: 'fixed', header: `Basic ${Buffer.from(user).toString('base64')}`, isShown: false };
}

function chooseSource(
  { token, tokenFile, client, allowPlainToken = false }: GivenCredentials,
  fromEnvironment: string | undefined,
): CredentialSource {
  if (tokenFile !== undefined) return { kind: 'token file', file: tokenFile };
  if (client !== undefined) return { kind: 'client', file: client, allowPlain: allowPlainToken };
  const text = (token ?? fromEnvironment ?? '').trim();
  if (text === '' && token === undefined) return { kind: 'none' };
  if (isBearerToken(text)) {
    return { kind: 'fixed', header: `Bearer ${text}`, isShown: token !== undefined };
  }
  throw new OptionError(
    `The ${token === undefined ? 'variable RECORDS_TOKEN' : 'option --token'} has ${text.length} characters, which are not a bearer token: 1 to 8192 letters, digits and -._~+/, then any number of =.`,
  );
}

/**
 * Opens credentials. Throws a `CredentialsError` if a file cannot be used.
 *
 * @param warn is called with what is unsafe about them
 */
export async function openCredentials(
  source: CredentialSource,
  warn: (message: string) => void,
): Promise<Credentials> {
  switch (source.kind) {
    case 'none':
      return createFixedCredentials(
        undefined,
        'Pass a token by --token-file, --client or RECORDS_TOKEN.',
      );
    case 'fixed':
      if (source.isShown) {
        warn(
          'Every user of this machine can see the value of --token in the list of processes; use --token-file or RECORDS_TOKEN instead.',
        );
      }
      return createFixedCredentials(source.header, 'Pass a valid one.');
    case 'token file':
      return openTokenFile(source.file);
    case 'client':
      return createClientCredentials(
        await readClientFile(source.file, source.allowPlain),
        source.allowPlain,
      );
  }
}

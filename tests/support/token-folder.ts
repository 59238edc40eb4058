import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { type TestTerminal, testTerminal } from './terminal.js';

/** A temporary folder with a file of static tokens, as `records token` keeps it. */
export interface TokenFolder {
  readonly path: string;
  /** The file; it exists once a token has been created. */
  readonly file: string;
  /** What makes a service accept its tokens. */
  readonly env: { readonly AUTH: 'on'; readonly AUTH_TOKENS: string };
  /** Runs `records token`, and returns how it ended. */
  run(...args: readonly string[]): Promise<TestTerminal & { readonly code: number }>;
  /** Creates a token, and returns it. */
  create(name: string, scopes: readonly string[], ...args: readonly string[]): Promise<string>;
  /** The content of the file. */
  read(): Promise<string>;
  /** Replaces the stored tokens. */
  change(change: (tokens: Record<string, unknown>[]) => unknown): Promise<void>;
  remove(): Promise<void>;
}

/** The id of a token, by which it is listed and revoked. */
export const tokenId = (token: string) => token.split('_')[1] ?? '';

/** Makes a folder without tokens. */
export async function tokenFolder(): Promise<TokenFolder> {
  const path = await mkdtemp(join(tmpdir(), 'records-tokens-'));
  const file = join(path, 'tokens.json');
  const env = { AUTH: 'on', AUTH_TOKENS: file } as const;
  const runToken: TokenFolder['run'] = async (...args) => {
    const terminal = testTerminal(env);
    const code = await run(['token', ...args], terminal);
    return { ...terminal, code };
  };
  const read = () => readFile(file, 'utf8');
  return {
    path,
    file,
    env,
    run: runToken,
    async create(name, scopes, ...args) {
      const options = scopes.flatMap((scope) => ['--scope', scope]);
      const { code, printed, errors } = await runToken(
        'create',
        '--name',
        name,
        ...options,
        ...args,
      );
      if (code !== 0) throw new Error(errors());
      return printed().trim();
    },
    read,
    async change(change) {
      const tokens = change(JSON.parse(await read()).tokens);
      await writeFile(file, JSON.stringify({ tokens }));
    },
    remove: () => rm(path, { recursive: true }),
  };
}

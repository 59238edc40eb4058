import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../../config/config.js';
import { quote } from '../../text/quote.js';
import { type Scope, scopeNames } from '../../viewer/scopes.js';
import { createToken, hashToken } from '../../viewer/tokens/static-token.js';
import { readTokenFile, tokenName, tokenNameForm } from '../../viewer/tokens/token-file.js';
import { commandSubject, openCommandAudit } from '../command-audit.js';
import { OptionError } from '../options/option-error.js';
import type { Terminal } from '../output/terminal.js';
import { formatTokenTable } from './format-token-table.js';
import { TokenError } from './token-error.js';
import { updateTokenFile } from './update-token-file.js';

interface FileOption {
  readonly file?: string;
}

interface CreateOptions extends FileOption {
  readonly name: string;
  readonly scope: readonly Scope[];
  /** In milliseconds; infinite for a token that does not expire. */
  readonly expires: number;
}

const msPerDay = 24 * 60 * 60 * 1000;
const defaultDays = 90;

/** `records token create|list|revoke`: the static tokens of a service, in the file `AUTH_TOKENS`. */
export function tokenCommand(terminal: Terminal): Command {
  const create = new Command('create')
    .description(
      'Create a token for a script, and print it once: only its hash is stored. A second token of the same name has the same imports, so that it can replace the first one.',
    )
    .requiredOption(
      '--name <name>',
      'the user or script that the token stands for, like ci',
      parseName,
    )
    .addOption(
      new Option('--scope <scope...>', 'what the token grants')
        .choices(scopeNames)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--expires <days>', 'when it expires: a number of days like 30d, or never')
        .argParser(parseDuration)
        .default(defaultDays * msPerDay, `${defaultDays}d`),
    )
    .addOption(fileOption())
    .action((options: CreateOptions) => createInFile(options, terminal));
  const list = new Command('list')
    .description('List the tokens: id, name, scopes, expiry and state.')
    .addOption(fileOption())
    .action(async (options: FileOption) => {
      const tokens = await readTokenFile(findTokenFile(options, terminal));
      terminal.print(formatTokenTable(tokens, Date.now()));
    });
  const revoke = new Command('revoke')
    .description('Revoke a token. It remains in the list.')
    .argument('<id>', 'the id of the token: the part after rec_, as `records token list` shows it')
    .addOption(fileOption())
    .action((id: string, options: FileOption) => revokeInFile(id, options, terminal));
  return new Command('token')
    .description('Manage the static tokens of a service.')
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}

const fileOption = () =>
  new Option('--file <file>', 'the file with the tokens (default: AUTH_TOKENS)');

function findTokenFile({ file }: FileOption, { env }: Terminal): string {
  const found = file || env.AUTH_TOKENS;
  if (!found) throw new OptionError('No token file is given; set --file or AUTH_TOKENS.');
  return found;
}

async function createInFile(options: CreateOptions, terminal: Terminal): Promise<void> {
  const file = findTokenFile(options, terminal);
  const { name, scope, expires } = options;
  const now = Date.now();
  const expiresAt = expires === Infinity ? null : new Date(now + expires).toISOString();
  const scopes = scopeNames.filter((each) => scope.includes(each));
  const createdAt = new Date(now).toISOString();
  const audit = await openCommandAudit(readConfig(terminal.env).audit, terminal);
  let token = '';
  let id = '';
  await updateTokenFile(file, (tokens) => {
    let made = createToken();
    while (tokens.some(({ id }) => id === made.id)) made = createToken();
    ({ token, id } = made);
    const stored = { id, name, sha256: hashToken(token), scopes, createdAt, expiresAt };
    return [...tokens, stored];
  });
  const details = { token: id, scopes };
  audit.record({ action: 'token-create', outcome: 'success', ...commandSubject(), details });
  // The token alone is on standard output, so that a script can store it.
  terminal.print(`${token}\n`);
  terminal.printError(
    `The token is not shown again. It ${expiresAt === null ? 'does not expire' : `expires on ${expiresAt.slice(0, 10)}`}. ${adviseReload(file)}\n`,
  );
  await audit.finish();
}

async function revokeInFile(id: string, options: FileOption, terminal: Terminal): Promise<void> {
  const file = findTokenFile(options, terminal);
  const audit = await openCommandAudit(readConfig(terminal.env).audit, terminal);
  const revokedAt = new Date().toISOString();
  await updateTokenFile(file, (tokens) => {
    const found = tokens.find((each) => each.id === id);
    // A whole token, given by mistake, must not appear in the logs of a script.
    const shown = id.length <= 8 ? ` ${quote(id)}` : '';
    if (found === undefined) {
      throw new TokenError(
        `${file} has no token with the id${shown}. "npx records token list" shows the ids.`,
      );
    }
    if (found.revokedAt !== undefined) {
      throw new TokenError(`The token ${id} was revoked on ${found.revokedAt.slice(0, 10)}.`);
    }
    return tokens.map((each) => (each === found ? { ...each, revokedAt } : each));
  });
  const details = { token: id };
  audit.record({ action: 'token-revoke', outcome: 'success', ...commandSubject(), details });
  terminal.print(`Revoked ${id}. ${adviseReload(file)}\n`);
  await audit.finish();
}

const adviseReload = (file: string) =>
  `Services with AUTH_TOKENS=${file} notice after a SIGHUP (kill -HUP <pid>) or a restart.`;

function parseName(name: string): string {
  if (tokenName.test(name)) return name;
  throw new InvalidArgumentError(`Expected ${tokenNameForm}.`);
}

function parseDuration(text: string): number {
  if (text === 'never') return Infinity;
  const days = /^([1-9]\d{0,3})d$/.exec(text)?.[1];
  if (days !== undefined) return Number(days) * msPerDay;
  throw new InvalidArgumentError('Expected 1d to 9999d, or never.');
}

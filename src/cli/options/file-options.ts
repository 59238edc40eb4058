import { type Command, Option } from 'commander';
import {
  type FileOptionName,
  fileOptionNames,
  fileOptions,
} from '../../imports/options/file-options.js';
import type { GivenFileOptions } from '../../imports/options/parse-options.js';

/** The option of the command line with the name of a parameter: `--date-order` for `dateOrder`. */
export const toOptionName = (name: FileOptionName): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Adds options of files to a command, in the order of their list. */
export function addFileOptions(
  command: Command,
  names: readonly FileOptionName[] = fileOptionNames,
): Command {
  for (const name of names) command.addOption(createOption(name));
  return command;
}

function createOption(name: FileOptionName): Option {
  const option = fileOptions[name];
  const flag = toOptionName(name);
  if (option.kind === 'flag') return new Option(flag, option.description);
  const created = new Option(`${flag} <${option.placeholder}>`, option.description);
  return option.kind === 'choice' ? created.choices(option.choices) : created;
}

/** The options of files among those that commander has parsed. */
export function pickFileOptions(parsed: Readonly<Record<string, unknown>>): GivenFileOptions {
  return Object.fromEntries(
    fileOptionNames.map((name) => [name, readParsed(parsed, name)]),
  ) as GivenFileOptions;
}

function readParsed(parsed: Readonly<Record<string, unknown>>, name: FileOptionName): unknown {
  const [, rest] = /^no([A-Z].*)$/.exec(name) ?? [];
  if (rest === undefined) return parsed[name];
  // Commander takes "--no-header" for the opposite of "--header", which is true by default.
  return parsed[rest.charAt(0).toLowerCase() + rest.slice(1)] === false ? true : undefined;
}

import { InputError } from '../../errors/input-error.js';
import { quote } from '../../text/quote.js';
import type { ItemRules } from '../normalise/item-rules.js';
import {
  type FileOptionName,
  type FileOptions,
  fileOptionNames,
  fileOptions,
} from './file-options.js';

/** Options as given: texts, and `true` for flags. */
export type GivenFileOptions = { readonly [Name in FileOptionName]?: string | true | undefined };

/** Whose fault it is that options are not allowed. */
export class OptionValueError extends InputError {
  constructor(
    readonly option: FileOptionName,
    message: string,
  ) {
    super(message);
  }
}

/** Parses options. Throws an {@link OptionValueError} for a value that is not allowed. */
export function parseFileOptions(given: GivenFileOptions): FileOptions {
  const names = fileOptionNames.filter((name) => given[name] !== undefined);
  const options: FileOptions = Object.fromEntries(
    names.map((name) => [name, parseOption(name, given[name] as string | true)]),
  );
  const { delimiter, quote: enclosing, escape: escaping } = options;
  if (delimiter !== undefined && (delimiter === enclosing || delimiter === escaping)) {
    throw new OptionValueError(
      'delimiter',
      `The delimiter ${quote(delimiter)} is also the quote or the escape; expected different characters.`,
    );
  }
  return options;
}

function parseOption(name: FileOptionName, given: string | true): unknown {
  const option = fileOptions[name];
  if (option.kind === 'flag') return given === true || given === 'true';
  const text = String(given);
  if (option.kind === 'choice') {
    const choice = (option.choices as readonly string[]).find((each) => each === text);
    if (choice !== undefined) return choice;
    throw new OptionValueError(
      name,
      `The ${name} is ${quote(text)}; expected ${option.choices.join(' or ')}.`,
    );
  }
  try {
    return option.parse(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new OptionValueError(name, error.message);
  }
}

/** The options that speak of items. */
export function toItemRules(options: FileOptions): ItemRules {
  const { dateFormat, dateOrder, century, timeZone, zones, shortenTitles, html } = options;
  return { dateFormat, dateOrder, century, timeZone, zones, shortenTitles, html };
}

// These have had their own places in the identity of an import since before there were others.
const olderOptions: readonly FileOptionName[] = ['format', 'map', 'safeCsv', 'dateOrder', 'zones'];

/**
 * What the newer options add to the identity of an import: nothing if none is given, so that imports
 * begun by an earlier version are found again.
 */
export function optionsIdentity(options: FileOptions): readonly unknown[] {
  const newer = fileOptionNames
    .filter((name) => !olderOptions.includes(name) && options[name] !== undefined)
    .filter((name) => options[name] !== false)
    .map((name) => [name, identify(options[name])]);
  return newer.length === 0 ? [] : [Object.fromEntries(newer)];
}

/** A value of an option as JSON: objects are identified by their names. */
const identify = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'name' in value ? value.name : value;

/** The options that speak of items, as `bulkImport` takes them; undefined where they are not given. */
export function formatItemRules(rules: ItemRules): Readonly<Record<string, unknown>> {
  const { dateFormat, dateOrder, century, timeZone, shortenTitles, html } = rules;
  return {
    dateFormat: dateFormat?.name,
    dateOrder,
    century,
    timeZone: timeZone?.name,
    // Left out if not given: a service of an older version has no such arguments.
    shortenTitles: shortenTitles || undefined,
    html: html || undefined,
  };
}

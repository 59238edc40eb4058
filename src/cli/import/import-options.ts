import type { Config } from '../../config/config.js';
import type { ItemRules } from '../../imports/normalise/item-rules.js';
import type { FileOptions } from '../../imports/options/file-options.js';
import { parseFileOptions, toItemRules } from '../../imports/options/parse-options.js';
import { readDatabaseConfig } from '../options/database-option.js';
import { pickFileOptions } from '../options/file-options.js';
import { OptionError } from '../options/option-error.js';
import { type GivenCredentials, namesOfGiven } from './credentials/credential-options.js';
import type { DisplayName } from './output/progress-display.js';
import { parseServiceUrl, type ServiceUrl } from './service/service-url.js';

/** The options as they are given, beside those of files. */
export interface GivenOptions extends GivenCredentials {
  readonly database?: string;
  readonly url?: string;
  readonly retrySeconds: number;
  readonly source?: string;
  readonly rejects?: string;
  readonly preview?: number;
  readonly presets?: boolean;
  readonly report?: string;
  readonly dryRun?: boolean;
  readonly progress: DisplayName;
  readonly quiet?: boolean;
  readonly restart?: boolean;
}

/** How to import: the validated options. */
export interface ImportPlan {
  readonly to: { readonly database: Config } | { readonly service: ServiceUrl };
  /** How the files are read. */
  readonly options: FileOptions;
  /** How the items in them are read. */
  readonly rules: ItemRules;
  /** Undefined to use the name of each file. */
  readonly source: string | undefined;
  readonly rejects: string | undefined;
  /** How many rows to show, storing none; undefined to import. */
  readonly preview: number | undefined;
  readonly report: string | undefined;
  readonly dryRun: boolean;
  readonly progress: DisplayName;
  readonly quiet: boolean;
  readonly restart: boolean;
}

/** Maximum length of the name of a source, in characters. */
export const maxSourceLength = 255;

/**
 * Validates the options. Throws an {@link OptionError} or an `InputError` for options that are not
 * allowed, and a `ConfigError`.
 */
export function planImport(
  given: GivenOptions,
  env: Readonly<Record<string, string | undefined>>,
): ImportPlan {
  const { source } = given;
  if (source !== undefined && (source === '' || [...source].length > maxSourceLength)) {
    throw new OptionError(
      `The option --source has ${[...source].length} characters; it must have 1 to ${maxSourceLength}.`,
    );
  }
  const options = parseFileOptions(pickFileOptions({ ...given }));
  return {
    to: planDestination(given, env),
    options,
    rules: toItemRules(options),
    source,
    rejects: given.rejects,
    preview: given.preview,
    report: given.report,
    dryRun: given.dryRun ?? false,
    progress: given.progress,
    quiet: given.quiet ?? false,
    restart: given.restart ?? false,
  };
}

function planDestination(
  given: GivenOptions,
  env: Readonly<Record<string, string | undefined>>,
): ImportPlan['to'] {
  const { database, url } = given;
  if (url !== undefined && database !== undefined) {
    throw new OptionError('Pass either --database or --url, not both.');
  }
  if (url !== undefined) return { service: parseServiceUrl(url, given, env.RECORDS_TOKEN) };
  const [name] = namesOfGiven(given);
  if (name !== undefined) throw new OptionError(`The option ${name} requires --url.`);
  return { database: readDatabaseConfig(database, env) };
}

import type { Config } from '../../config/config.js';
import type { DateOptions } from '../../dates/parse-date.js';
import type { FileFormat } from '../../formats/file-format.js';
import { type ColumnMap, parseColumnMap } from '../../imports/rows/column-map.js';
import { readDatabaseConfig } from '../options/database-option.js';
import { type GivenDateOptions, parseDateOptions } from '../options/date-options.js';
import { OptionError } from '../options/option-error.js';
import { type GivenCredentials, namesOfGiven } from './credentials/credential-options.js';
import type { DisplayName } from './output/progress-display.js';
import { parseServiceUrl, type ServiceUrl } from './service/service-url.js';

/** The options as they are given. */
export interface GivenOptions extends GivenDateOptions, GivenCredentials {
  readonly database?: string;
  readonly url?: string;
  readonly retrySeconds: number;
  readonly format?: FileFormat;
  readonly map?: string;
  readonly source?: string;
  readonly safeCsv?: boolean;
  readonly rejects?: string;
  readonly report?: string;
  readonly dryRun?: boolean;
  readonly progress: DisplayName;
  readonly quiet?: boolean;
  readonly restart?: boolean;
}

/** How to import: the validated options. */
export interface ImportPlan {
  readonly to: { readonly database: Config } | { readonly service: ServiceUrl };
  readonly format: FileFormat | undefined;
  readonly map: ColumnMap | undefined;
  readonly dates: DateOptions;
  /** Undefined to use the name of each file. */
  readonly source: string | undefined;
  readonly safeCsv: boolean;
  readonly rejects: string | undefined;
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
  return {
    to: planDestination(given, env),
    format: given.format,
    map: given.map === undefined ? undefined : parseColumnMap(given.map),
    dates: parseDateOptions(given),
    source,
    safeCsv: given.safeCsv ?? false,
    rejects: given.rejects,
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

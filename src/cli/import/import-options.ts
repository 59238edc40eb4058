import { type Config, readConfig } from '../../config/config.js';
import { databaseUrlForms, isDatabaseUrl } from '../../database/engine-for-url.js';
import type { DateOptions } from '../../dates/parse-date.js';
import type { FileFormat } from '../../formats/file-format.js';
import { type ColumnMap, parseColumnMap } from '../../imports/rows/column-map.js';
import { redactUrl } from '../../text/redact-url.js';
import { type GivenDateOptions, parseDateOptions } from '../options/date-options.js';
import { ImportError } from './import-error.js';
import type { DisplayName } from './output/progress-display.js';
import { parseServiceUrl, type ServiceUrl } from './service/service-url.js';

/** The options as they are given. */
export interface GivenOptions extends GivenDateOptions {
  readonly database?: string;
  readonly url?: string;
  readonly token?: string;
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

/** How to import, once the options are known to make sense. */
export interface ImportPlan {
  readonly to: { readonly database: Config } | { readonly service: ServiceUrl };
  readonly format: FileFormat | undefined;
  readonly map: ColumnMap | undefined;
  readonly dates: DateOptions;
  /** Undefined for the name of each file. */
  readonly source: string | undefined;
  readonly safeCsv: boolean;
  readonly rejects: string | undefined;
  readonly report: string | undefined;
  readonly dryRun: boolean;
  readonly progress: DisplayName;
  readonly quiet: boolean;
  readonly restart: boolean;
}

/** The most characters that the name of a source may have. */
export const maxSourceLength = 255;

/**
 * Makes sense of the options. Throws an {@link ImportError} or an `InputError` for those that make
 * none, and what `readConfig` throws.
 */
export function planImport(
  given: GivenOptions,
  env: Readonly<Record<string, string | undefined>>,
): ImportPlan {
  const { source } = given;
  if (source !== undefined && (source === '' || [...source].length > maxSourceLength)) {
    throw new ImportError(
      `The option --source has ${[...source].length} characters; it must have 1 to ${maxSourceLength}.`,
    );
  }
  return {
    to: destination(given, env),
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

function destination(
  { database, url, token, retrySeconds }: GivenOptions,
  env: Readonly<Record<string, string | undefined>>,
): ImportPlan['to'] {
  if (url !== undefined && database !== undefined) {
    throw new ImportError('Both --database and --url are given; rows go to one of them.');
  }
  if (url !== undefined) {
    return { service: parseServiceUrl(url, token ?? env.RECORDS_TOKEN, retrySeconds) };
  }
  if (token !== undefined) {
    throw new ImportError('The option --token is for --url, which is not given.');
  }
  if (database !== undefined && !isDatabaseUrl(database)) {
    throw new ImportError(
      `The option --database is "${redactUrl(database)}"; it must be ${databaseUrlForms}.`,
    );
  }
  return {
    database: readConfig(database === undefined ? env : { ...env, DATABASE_URL: database }),
  };
}

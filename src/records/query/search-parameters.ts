import { GraphQLError } from 'graphql';
import { type ErrorCode, RequestError } from '../../errors/request-error.js';
import { readQueryDate } from '../../graphql/types/query-date.js';
import type { Condition } from '../../search/condition.js';
import { filterToCondition } from './filter-to-condition.js';

/** A search as REST calls and the command line write it; an empty string counts as not given. */
export interface SearchParameters {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly contains?: string | undefined;
  readonly uri?: string | undefined;
  /** In the title or the URI. */
  readonly text?: string | undefined;
  /** One of several sites, if it is a list. */
  readonly site?: string | readonly string[] | undefined;
}

/**
 * The variable `filter` of a GraphQL search with these parameters. Both dates are inclusive, and all
 * given conditions must hold.
 */
export function searchFilter({ after, before, contains, uri, text, site }: SearchParameters) {
  const sites = [site ?? []].flat().filter((each) => each !== '');
  return {
    date: { gte: after || null, lte: before || null },
    title: { contains: contains || null },
    uri: { contains: uri || null },
    text: text || null,
    // An index serves the records of one site, in the order of their dates.
    ...(sites.length > 1 ? { sites } : { site: sites[0] ?? null }),
  };
}

const parameterNames: ReadonlyMap<unknown, string> = new Map([
  ['filter.date.gte', 'after'],
  ['filter.date.lte', 'before'],
  ['filter.title.contains', 'contains'],
  ['filter.uri.contains', 'uri'],
  ['filter.text', 'text'],
  // Nothing else makes a filter of parameters too complex.
  ['filter', 'site'],
]);

/** What a message calls a parameter. */
export type NameParameter = (name: string) => string;

const asParameter: NameParameter = (name) => `parameter "${name}"`;

/**
 * The condition for a search with these parameters.
 * Throws `DATE_INVALID`, and `ARGUMENT_INVALID` if a text is too long.
 */
export function searchCondition(
  parameters: SearchParameters,
  nameParameter = asParameter,
): Condition {
  const { date, ...filter } = searchFilter(parameters);
  try {
    const gte = readDate(date.gte, 'filter.date.gte');
    const lte = readDate(date.lte, 'filter.date.lte');
    return filterToCondition({ ...filter, date: { gte, lte } });
  } catch (error) {
    throw renameArgument(error, nameParameter);
  }
}

function readDate(text: string | null, argument: string) {
  try {
    return text === null ? null : readQueryDate(text);
  } catch (error) {
    throw new RequestError('DATE_INVALID', (error as Error).message, argument);
  }
}

// GraphQL prefixes the messages of scalars with it.
const variablePrefix = /^Variable "\$\w+" got invalid value .*? at "[\w.]+"; /s;

/** Renames the argument of an error to the parameter that stands for it; returns other errors as they are. */
export function renameArgument(error: unknown, nameParameter = asParameter): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const { argument, code } = error.extensions;
  const name = parameterNames.get(argument);
  if (name === undefined) return error;
  const message =
    code === 'DATE_INVALID'
      ? `The ${nameParameter(name)} is invalid: ${error.message.replace(variablePrefix, '')}`
      : error.message.replace(`argument "${argument}"`, () => nameParameter(name));
  return new RequestError(code as ErrorCode, message, name);
}

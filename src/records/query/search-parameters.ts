import { RequestError } from '../../errors/request-error.js';
import { readQueryDate } from '../../graphql/query-date.js';
import { type Condition, toCondition } from './condition.js';

/** A search as it is written outside of GraphQL; what is empty counts as not given. */
export interface SearchParameters {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly contains?: string | undefined;
  readonly uri?: string | undefined;
  readonly site?: string | undefined;
}

/** How a message names one of the texts. */
export type Called = (name: string) => string;

const parameter: Called = (name) => `parameter "${name}"`;

/**
 * What the texts ask for: both dates are inclusive, and all that is given must hold.
 * Throws `DATE_INVALID`, and `ARGUMENT_INVALID` for a text that is too long.
 */
export function searchCondition(texts: SearchParameters, called = parameter): Condition {
  const { contains, uri, site } = texts;
  const dateOf = (name: 'after' | 'before') => {
    const date = checkDate(name, texts[name], called);
    return date === null ? null : readQueryDate(date);
  };
  const date = { gte: dateOf('after'), lte: dateOf('before') };
  try {
    return toCondition({
      date,
      title: { contains: contains || null },
      uri: { contains: uri || null },
      site: site || null,
    });
  } catch (error) {
    throw error instanceof RequestError ? renamed(error, called) : error;
  }
}

/** The text when it is a date, null when it is none at all. Throws `DATE_INVALID`. */
export function checkDate(
  name: string,
  text: string | undefined,
  called = parameter,
): string | null {
  if (!text) return null;
  try {
    readQueryDate(text);
    return text;
  } catch (error) {
    throw new RequestError(
      'DATE_INVALID',
      `The ${called(name)} is wrong: ${(error as Error).message}`,
      name,
    );
  }
}

const names: ReadonlyMap<unknown, string> = new Map([
  ['filter.title.contains', 'contains'],
  ['filter.uri.contains', 'uri'],
]);

/** The error with the name that its sender knows. */
function renamed(error: RequestError, called: Called): RequestError {
  const { argument } = error.extensions;
  const name = names.get(argument);
  if (name === undefined) return error;
  const message = error.message.replace(`argument "${argument}"`, () => called(name));
  return new RequestError(error.code, message, name);
}

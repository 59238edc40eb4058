import { RequestError } from '../../errors/request-error.js';

/**
 * Throws `ARGUMENT_INVALID` for a parameter that is not allowed, as a misspelt one would silently find
 * too much, and for one that was given more than once.
 */
export function checkParameters(
  query: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): void {
  for (const [name, value] of Object.entries(query)) {
    if (!allowed.includes(name)) {
      throw invalidParameter(name, `is unknown; allowed: ${allowed.join(', ')}`);
    }
    if (typeof value !== 'string') {
      throw invalidParameter(name, 'was given more than once; expected it once');
    }
  }
}

/** Parses a parameter whose value is one of a few. Throws `ARGUMENT_INVALID`. */
export function parseChoice<Choice extends string>(
  name: string,
  given: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((each) => each === given);
  if (choice !== undefined) return choice;
  const allowed = choices.length > 2 ? `one of ${choices.join(', ')}` : choices.join(' or ');
  throw invalidParameter(name, `is "${given}"; it must be ${allowed}`);
}

/** Parses a parameter that is true or false, and false where it is absent. Throws `ARGUMENT_INVALID`. */
export const parseFlag = (name: string, given: string | undefined): boolean =>
  parseChoice(name, given || 'false', ['true', 'false']) === 'true';

/** The error for a parameter. @param fault what is wrong with it, and what is allowed */
export const invalidParameter = (name: string, fault: string): RequestError =>
  new RequestError('ARGUMENT_INVALID', `The parameter "${name}" ${fault}.`, name);

import type { ApolloServerPlugin } from '@apollo/server';
import { RequestError } from '../../errors/request-error.js';
import { isExactNumber } from '../../formats/json/exact-number.js';
import { maxInputDepth } from '../limits/max-input-depth.js';

/**
 * Rejects variables with numbers that lost digits when their JSON was read: an id of 17 digits would
 * find another record. In documents, GraphQL reads the digits themselves.
 */
export const exactNumbersPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request: { variables } }) {
        const found = findInexactNumber(variables);
        if (found !== undefined) throw createInexactError(found);
      },
    };
  },
};

/** A number that lost digits. */
export interface InexactNumber {
  readonly value: number;
  readonly path: string;
}

/** Finds the first number in variables that lost digits. */
export const findInexactNumber = (variables: unknown): InexactNumber | undefined =>
  findInexact(variables, 0);

/** Finds the first such number. The path is built only when there is one: a request may have 50,000 values. */
function findInexact(value: unknown, depth: number): InexactNumber | undefined {
  if (typeof value === 'number') return isExactNumber(value) ? undefined : { value, path: '' };
  if (typeof value !== 'object' || value === null || depth === maxInputDepth) return undefined;
  for (const name of Object.keys(value)) {
    const found = findInexact((value as Readonly<Record<string, unknown>>)[name], depth + 1);
    if (found === undefined) continue;
    const step = Array.isArray(value) ? `[${name}]` : `.${name}`;
    return { value: found.value, path: `${step}${found.path}` };
  }
  return undefined;
}

/** The error for such a number. */
export function createInexactError({ value, path }: InexactNumber): RequestError {
  const argument = path.slice(1);
  const message = `The variable "$${argument}" is ${describeFault(value)}`;
  const error = new RequestError('BAD_USER_INPUT', message, argument);
  error.extensions.http = { status: 400 };
  return error;
}

function describeFault(value: number): string {
  if (value === 0) return '-0, which JSON does not distinguish from 0; send 0.';
  return Number.isFinite(value)
    ? `an integer beyond ${Number.MAX_SAFE_INTEGER}, so digits were lost when it was read; send an id of that size as a string.`
    : 'too large a number; the largest that can be read is about 1.8e308.';
}

import type { ApolloServerPlugin } from '@apollo/server';
import { RequestError } from '../../errors/request-error.js';
import { isExactNumber } from '../../formats/json/exact-number.js';

/**
 * Refuses variables with numbers that are not what the client wrote any more: an id of 17 digits
 * would find another record. In documents GraphQL reads the digits themselves.
 */
export const exactNumbersPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request: { variables } }) {
        const found = inexactIn(variables, 0);
        if (found !== undefined) throw refusal(found);
      },
    };
  },
};

interface Inexact {
  readonly value: number;
  readonly path: string;
}

// Deeper than any input of the schema; what is nested deeper is refused where it is read.
const deepest = 64;

/** The first such number. Paths are made when there is one: a request may have 50,000 values. */
function inexactIn(value: unknown, depth: number): Inexact | undefined {
  if (typeof value === 'number') return isExactNumber(value) ? undefined : { value, path: '' };
  if (typeof value !== 'object' || value === null || depth === deepest) return undefined;
  for (const name of Object.keys(value)) {
    const found = inexactIn((value as Readonly<Record<string, unknown>>)[name], depth + 1);
    if (found === undefined) continue;
    const step = Array.isArray(value) ? `[${name}]` : `.${name}`;
    return { value: found.value, path: `${step}${found.path}` };
  }
  return undefined;
}

function refusal({ value, path }: Inexact): RequestError {
  const argument = path.slice(1);
  const message = `The variable "$${argument}" is ${faultOf(value)}`;
  const error = new RequestError('BAD_USER_INPUT', message, argument);
  error.extensions.http = { status: 400 };
  return error;
}

function faultOf(value: number): string {
  if (value === 0) return '-0, which JSON does not distinguish from 0; send 0.';
  return Number.isFinite(value)
    ? `an integer beyond ${Number.MAX_SAFE_INTEGER}, so digits were lost when it was read; send an id of that size as a string.`
    : 'too large a number; the largest that can be read is about 1.8e308.';
}

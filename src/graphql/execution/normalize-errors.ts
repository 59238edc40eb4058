import { type ExecutionResult, GraphQLError } from 'graphql';

/** Changes the errors in a result of graphql-jit to those that GraphQL.js would return. */
export function normalizeErrors(result: ExecutionResult): ExecutionResult {
  const { data, errors } = result;
  if (errors === undefined || data === undefined) return result;
  return { ...result, errors: keepFirstOfEachNull(data, errors).map(toPlainError) };
}

/** Of the errors that share a null in the data, keeps the first: one error per page is enough. */
function keepFirstOfEachNull(data: unknown, errors: readonly GraphQLError[]): GraphQLError[] {
  const seen = new Set<string>();
  return errors.filter(({ path = [] }) => {
    const place = findNull(data, path);
    const isFirst = !seen.has(place);
    seen.add(place);
    return isFirst;
  });
}

/** Finds the first place on the path that has no value. */
function findNull(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  const end = path.findIndex((key) => {
    if (value === null || typeof value !== 'object') return true;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
    return false;
  });
  return path.slice(0, end < 0 ? path.length : end).join('.');
}

function toPlainError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  const error = new GraphQLError(message, { path, originalError });
  return Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
}

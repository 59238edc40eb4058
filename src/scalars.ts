import {
  GraphQLError,
  GraphQLScalarType,
  type GraphQLScalarTypeConfig,
  Kind,
  print,
} from 'graphql';
import { GraphQLDateTime, GraphQLURL } from 'graphql-scalars';
import { RequestError } from './errors.js';

const isoForm =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)([Zz]|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads a date of a query: `2012-01-01` (midnight UTC) or an RFC 3339 date-time, whose seconds and
 * offset may be left out (UTC). Unlike the dates of an import it has no other forms, as a program
 * wrote it. Throws `DATE_INVALID` for every other value, and for days that do not exist.
 */
export function readQueryDate(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  const [, day, time = '00:00', offset = 'Z'] =
    (typeof value === 'string' && isoForm.exec(value)) || [];
  const instant = new Date(`${day}T${time}${offset.toUpperCase()}`);
  const midnight = new Date(`${day}T00:00Z`);
  // Date.parse lets 31 April roll over into May, which shows when the day is written back.
  if (!Number.isNaN(instant.getTime()) && midnight.toISOString().slice(0, 10) === day) {
    return instant;
  }
  throw new RequestError(
    'DATE_INVALID',
    `${JSON.stringify(value)?.slice(0, 80)} is no date; an existing day like "2012-01-01" or an instant like "2012-01-01T15:30:00Z" is wanted.`,
  );
}

/** The `DateTime` of graphql-scalars, which also reads a bare date as midnight UTC. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  ...(GraphQLDateTime.toConfig() as unknown as GraphQLScalarTypeConfig<Date, string>),
  serialize: (value) => readQueryDate(value).toISOString(),
  description:
    'An instant in the form of RFC 3339, like `2012-01-01T15:30:00.000Z`, always in UTC when the service writes it. A bare date, like `2012-01-01`, is read as its midnight in UTC, and so is a time without an offset.',
  parseValue: readQueryDate,
  parseLiteral(node) {
    try {
      return readQueryDate(node.kind === Kind.STRING ? node.value : print(node));
    } catch (error) {
      // With its place in the document, by which the argument at fault is found.
      throw new GraphQLError((error as Error).message, {
        nodes: node,
        extensions: (error as RequestError).extensions,
      });
    }
  },
});

/** The `URL` of graphql-scalars. */
export const UrlScalar = new GraphQLScalarType({
  ...GraphQLURL.toConfig(),
  // What is stored was normalised when it was imported.
  serialize: String,
  description: 'An absolute http or https URL, as the WHATWG URL Standard writes it.',
});

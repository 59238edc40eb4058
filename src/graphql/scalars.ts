import {
  GraphQLError,
  GraphQLScalarType,
  type GraphQLScalarTypeConfig,
  Kind,
  print,
} from 'graphql';
import { GraphQLDateTime, GraphQLURL } from 'graphql-scalars';
import type { RequestError } from '../errors/request-error.js';
import { type QueryDate, readQueryDate } from './query-date.js';

/**
 * The `DateTime` of graphql-scalars, which also reads a bare date as midnight UTC, and tells what
 * lies between two milliseconds.
 */
export const DateTimeScalar = new GraphQLScalarType<QueryDate, string>({
  ...(GraphQLDateTime.toConfig() as unknown as GraphQLScalarTypeConfig<QueryDate, string>),
  serialize: (value) => (value as Date).toISOString(),
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

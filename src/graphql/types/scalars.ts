import {
  GraphQLError,
  GraphQLScalarType,
  type GraphQLScalarTypeConfig,
  Kind,
  print,
} from 'graphql';
import { GraphQLDateTime, GraphQLURL } from 'graphql-scalars';
import type { RequestError } from '../../errors/request-error.js';
import { type QueryDate, readQueryDate } from './query-date.js';

/**
 * The `DateTime` of graphql-scalars, which also accepts a bare date as midnight UTC, and keeps apart what
 * lies between two milliseconds.
 */
export const DateTimeScalar = new GraphQLScalarType<QueryDate, string>({
  ...(GraphQLDateTime.toConfig() as unknown as GraphQLScalarTypeConfig<QueryDate, string>),
  serialize: (value) => (value as Date).toISOString(),
  description:
    'An instant in the form of RFC 3339, like `2012-01-01T15:30:00.000Z`, always in UTC in responses. A bare date, like `2012-01-01`, means midnight UTC, and a time without an offset is UTC.',
  parseValue: readQueryDate,
  parseLiteral(node) {
    try {
      return readQueryDate(node.kind === Kind.STRING ? node.value : print(node));
    } catch (error) {
      // With its node, from which the path of the argument is found.
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
  // Stored URLs were normalised when they were imported.
  serialize: String,
  description: 'An absolute http or https URL, serialised by the WHATWG URL Standard.',
});

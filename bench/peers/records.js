import { createPool } from 'mysql2/promise';

// What the peers have in common: the part of our schema that is asked for, with the SQL by hand.

export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar URL
  input DateRange { lt: DateTime }
  input RecordFilter { date: DateRange }
  type Record { id: ID! title: String! uri: URL! date: DateTime! }
  type RecordConnection { nodes: [Record!]! }
  type Query { records(first: Int, filter: RecordFilter): RecordConnection! }
`;

const pool = createPool({
  uri: process.env.DATABASE_URL?.replace('mariadb:', 'mysql:'),
  connectionLimit: 10,
  timezone: 'Z',
});

export const resolvers = {
  Query: {
    async records(_, { first, filter }) {
      const before = filter?.date?.lt;
      const [rows] = await (before
        ? pool.execute(
            'select id, title, uri, date from record where date < ? order by date desc, id desc limit ?',
            [new Date(before), String(first + 1)],
          )
        : pool.execute(
            'select id, title, uri, date from record order by date desc, id desc limit ?',
            [String(first + 1)],
          ));
      return { nodes: rows.slice(0, first) };
    },
  },
  Record: { date: ({ date }) => date.toISOString() },
};

/** Whether this process answers from its cache. */
export const cached = process.env.CACHE === 'on';

/** Where it is to listen. */
export const listen = { port: Number(process.env.PORT), host: '127.0.0.1' };

process.on('SIGTERM', () => process.exit());

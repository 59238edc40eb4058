import {
  getServiceOperation,
  type ServiceOperationName,
} from '../../graphql/documents/service-operations.js';

/** An operation that users of an IDE can run at once. */
export interface Example {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const variables: Readonly<Record<ServiceOperationName, Example['variables']>> = {
  // First, as GraphiQL shows no variables in the tab that it opens with.
  SampleSearch: {},
  SearchRecords: {
    filter: { date: { gte: '2012-01-01', lt: '2020-01-01' }, title: { contains: 'confort' } },
    first: 5,
  },
  GetRecord: { id: '1' },
  GetImport: { id: '1' },
  BulkImport: {
    input: {
      dryRun: true,
      source: 'The IDE',
      items: [
        {
          title: '  Segurança   primeiro ',
          uri: 'HTTPS://Example.com:443/a/../b',
          date: '8 de março de 2014',
        },
        { title: 'Half a date', uri: '/b', date: 'May 23' },
      ],
    },
  },
};

/** The service's own operations, with variables that suit the items of `input/data.json`. */
export function exampleOperations(): readonly Example[] {
  return Object.entries(variables).map(([name, each]) => ({
    document: getServiceOperation(name as ServiceOperationName).body,
    variables: each,
  }));
}

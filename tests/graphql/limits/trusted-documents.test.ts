import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../support/graphql-requests.js';
import { post } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';
import { times } from '../../support/times.js';

const aliases = `query Aliases { ${times(30, (at) => `a${at}: __typename`)} }`;
const repeated = `query Repeated { records { nodes { ${'site { id } '.repeat(150)} } } }`;
const costly =
  'query Costly($first: Int) { sites(first: $first) { nodes { records(first: $first) { nodes { id } } } } }';

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([aliases, repeated, costly]);
});
afterAll(() => service.stop());

describe('a document from a manifest may exceed a limit', () => {
  test.each([
    ['aliases', aliases],
    ['repeated fields', repeated],
  ])('of %s', async (_what, query) => {
    const byId = { documentId: `sha256:${sha256(query)}` };
    for (const asked of [byId, { query }]) {
      const answer = await post(service.app, '/graphql', asked);
      expect(answer.json()).toMatchObject({ data: expect.anything() });
      expect(answer.json()).not.toHaveProperty('errors');
    }
    const other = await service.ask(query.replace(/^query \w+/, 'query Other'));
    expect(other.errors).toMatchObject([
      { extensions: { code: expect.stringMatching(/^TOO_MANY/) } },
    ]);
  });

  test('but not that of the cost, with its variables', async () => {
    const documentId = sha256(costly);
    const small = await post(service.app, '/graphql', { documentId, variables: { first: 5 } });
    expect(small.json()).toEqual({ data: { sites: { nodes: [] } } });
    service.statements();
    const large = await post(service.app, '/graphql', { documentId, variables: { first: 100 } });
    expect(service.statements()).toEqual([]);
    expect(large.json()).toMatchObject({ errors: [{ extensions: { code: 'COST_TOO_HIGH' } }] });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../support/graphql-requests.js';
import { codesOf, post, send } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';

const counts = 'query Counts { records { totalCount } }';
const hosts = 'query Hosts { sites { nodes { host } } }';
const countData = { records: { totalCount: 0 } };
const hostData = { sites: { nodes: [] } };

describe('a document in the map of names and sources that Apollo Kotlin writes', () => {
  let service: OperationsService;
  beforeAll(async () => {
    const manifest = {
      [sha256(counts)]: { name: 'Counts', packageName: 'com.example', source: counts },
      HostsId: { name: 'Hosts', source: hosts },
    };
    service = await startOperationsService(manifest, { PERSISTED_OPERATIONS: 'only' });
  });
  afterAll(() => service.stop());

  test.each([
    [sha256(counts), countData],
    ['HostsId', hostData],
    [sha256(hosts), hostData],
  ])('is found by the id %s', async (documentId, data) => {
    expect((await post(service.app, '/graphql', { documentId })).json()).toEqual({ data });
  });
});

describe('in a manifest for GraphOS Router with ids by client,', () => {
  const operation = (id: string, body: string, clientName?: string | null) => ({
    id,
    name: 'Name',
    type: 'query',
    body,
    ...(clientName === undefined ? {} : { clientName }),
  });
  let service: OperationsService;
  beforeAll(async () => {
    const manifest = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [
        operation('list', counts, 'web'),
        operation('list', hosts, 'ios'),
        operation('home', counts),
        operation('home', hosts, 'ios'),
        operation('start', counts, null),
        operation('start', hosts, 'ios'),
        operation('same', counts, 'web'),
        operation('same', counts, 'ios'),
        operation('single', hosts, 'ios'),
      ],
    };
    service = await startOperationsService(manifest, { PERSISTED_OPERATIONS: 'only' });
  });
  afterAll(() => service.stop());

  const from = (client: string | undefined) =>
    client === undefined ? {} : { 'apollographql-client-name': client };

  describe.each<[string, string | undefined, object]>([
    ['list', 'web', countData],
    ['list', 'ios', hostData],
    ['home', undefined, countData],
    ['home', 'web', countData],
    ['home', 'ios', hostData],
    ['start', 'android', countData],
    ['start', 'ios', hostData],
    ['same', undefined, countData],
    ['single', undefined, hostData],
    ['single', 'web', hostData],
  ])('the id %s from the client %s', (id, client, data) => {
    test('gets the response to the document of that client, also from the cache', async () => {
      const preflighted = { ...from(client), 'apollo-require-preflight': '1' };
      for (const _ of ['executed', 'cached']) {
        const answers = [
          await post(service.app, '/graphql', { documentId: id }, from(client)),
          await post(service.app, `/graphql/${id}`, {}, from(client)),
          await send(service.app, { url: `/graphql/${id}`, headers: preflighted }),
          await send(service.app, { url: `/graphql?documentId=${id}`, headers: preflighted }),
        ];
        expect(answers.map((answer) => answer.json())).toEqual(Array(4).fill({ data }));
      }
    });
  });

  test.each([
    ['list', undefined],
    ['list', 'android'],
  ])('the id %s from the client %s is rejected', async (id, client) => {
    const answer = await post(service.app, '/graphql', { documentId: id }, from(client));
    expect([answer.statusCode, codesOf(answer)]).toEqual([404, ['PERSISTED_DOCUMENT_NOT_FOUND']]);
    expect(answer.json().errors[0].message).toContain('"apollographql-client-name"');
  });

  test('responses that differ by client say so in Vary', async () => {
    const varies = async (id: string) => {
      const headers = { ...from('ios'), 'apollo-require-preflight': '1' };
      const answer = await send(service.app, { url: `/graphql/${id}`, headers });
      return String(answer.headers.vary).includes('apollographql-client-name');
    };
    expect([await varies('list'), await varies('home')]).toEqual([true, true]);
    expect([await varies('same'), await varies('single')]).toEqual([false, false]);
  });

  test.each([
    [
      'two documents for one client',
      [operation('a', counts, 'web'), operation('a', hosts, 'web')],
      'has the id "a"',
    ],
    [
      'two documents for all clients',
      [operation('a', counts), operation('a', hosts, null)],
      'has the id "a"',
    ],
    [
      'a client name that is not a string',
      [{ ...operation('a', counts), clientName: 1 }],
      'has a "clientName" that is not a string',
    ],
  ])('%s with the same id: the service does not start', async (_what, operations, message) => {
    const format = 'apollo-persisted-query-manifest';
    const starting = startOperationsService({ format, version: 1, operations });
    await expect(starting).rejects.toThrow(message);
  });
});

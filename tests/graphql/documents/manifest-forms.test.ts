import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../../support/http.js';
import { type ManifestFolder, manifestFolder, sha256 } from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';

const counts = 'query Counts { records { totalCount } }';
const hosts = 'query Hosts { sites { nodes { host } } }';
const countData = { records: { totalCount: 0 } };
const hostData = { sites: { nodes: [] } };

let folder: ManifestFolder;
beforeAll(async () => {
  folder = await manifestFolder();
});
afterAll(() => folder.remove());

describe('the map with names and sources that Apollo Kotlin writes', () => {
  let service: Service;
  beforeAll(async () => {
    const manifest = await folder.write('kotlin.json', {
      [sha256(counts)]: { name: 'Counts', packageName: 'com.example', source: counts },
      HostsId: { name: 'Hosts', source: hosts },
    });
    service = await startService({ PERSISTED_OPERATIONS: 'only', PERSISTED_MANIFESTS: manifest });
  });
  afterAll(() => service.stop());

  test.each([
    [sha256(counts), countData],
    ['HostsId', hostData],
    [sha256(hosts), hostData],
  ])('has the id %s', async (documentId, data) => {
    expect((await post(service.app, '/graphql', { documentId })).json()).toEqual({ data });
  });
});

describe('a manifest of GraphOS Router with an id for each client', () => {
  const operation = (id: string, body: string, clientName?: string | null) => ({
    id,
    name: 'Name',
    type: 'query',
    body,
    ...(clientName === undefined ? {} : { clientName }),
  });
  let service: Service;
  beforeAll(async () => {
    const manifest = await folder.write('router.json', {
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
    });
    service = await startService({ PERSISTED_OPERATIONS: 'only', PERSISTED_MANIFESTS: manifest });
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
    test('is answered with the document of that client, also from the cache', async () => {
      const preflighted = { ...from(client), 'apollo-require-preflight': '1' };
      for (const _ of ['made', 'cached']) {
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
  ])('the id %s from the client %s is refused', async (id, client) => {
    const answer = await post(service.app, '/graphql', { documentId: id }, from(client));
    expect([answer.statusCode, codesOf(answer)]).toEqual([404, ['PERSISTED_DOCUMENT_NOT_FOUND']]);
    expect(answer.json().errors[0].message).toContain('"apollographql-client-name"');
  });

  test('caches are told that answers differ by the client, where they do', async () => {
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
      'two documents of one client',
      [operation('a', counts, 'web'), operation('a', hosts, 'web')],
      'has the id "a"',
    ],
    [
      'two documents of no client',
      [operation('a', counts), operation('a', hosts, null)],
      'has the id "a"',
    ],
    [
      'a client that is no text',
      [{ ...operation('a', counts), clientName: 1 }],
      'has a "clientName" that is no text',
    ],
  ])('%s under one id are a fault', async (_what, operations, said) => {
    const format = 'apollo-persisted-query-manifest';
    const faulty = await folder.write('faulty.json', { format, version: 1, operations });
    await expect(startService({ PERSISTED_MANIFESTS: faulty })).rejects.toThrow(said);
  });
});

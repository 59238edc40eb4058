import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { type TitleCase, titleCases } from './title-cases.js';

interface Answer {
  readonly bulkImport: {
    readonly rejections: readonly { index: number; reasons: { code: string; field: string }[] }[];
  };
}

const uriOf = (id: string) => `https://${id.toLowerCase()}.example.com/`;

let service: Service;
const outcomes = new Map<string, TitleCase['outcome']>();

beforeAll(async () => {
  service = await startService();
  const items = titleCases.map(({ id, received }) => ({
    ...item({ uri: uriOf(id) }),
    title: received,
  }));
  const { bulkImport } = await service.query<Answer>(
    `mutation ($input: BulkImportInput!) {
      bulkImport(input: $input) { rejections { index reasons { code field } } }
    }`,
    { input: { items } },
  );
  for (const { index, reasons } of bulkImport.rejections) {
    expect(reasons.map(({ field }) => field)).toEqual(['title']);
    outcomes.set(titleCases[index]?.id ?? '', { code: reasons[0]?.code ?? '' });
  }
  for (const { id } of titleCases) {
    const { records } = await service.query<{ records: { nodes: { title: string }[] } }>(
      'query ($uri: String) { records(filter: { uri: { equals: $uri } }) { nodes { title } } }',
      { uri: uriOf(id) },
    );
    for (const { title } of records.nodes) outcomes.set(id, { stored: title });
  }
});
afterAll(() => service.stop());

test.each(titleCases)('title rule $id: the title $rule be accepted', ({ id, outcome }) => {
  expect(outcomes.get(id)).toEqual(outcome);
});

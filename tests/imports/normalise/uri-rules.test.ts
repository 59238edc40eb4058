import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { type UriCase, uriCases } from './uri-cases.js';

interface Answer {
  readonly bulkImport: {
    readonly rejections: readonly {
      index: number;
      reasons: { code: string; field: string; message: string }[];
    }[];
  };
}

let service: Service;
const outcomes = new Map<string, UriCase['outcome']>();

beforeAll(async () => {
  service = await startService();
  // The id as title tells apart cases that end as the same uri.
  const items = uriCases.map(({ id, received }) => ({ ...item({ title: id }), uri: received }));
  const { bulkImport } = await service.query<Answer>(
    `mutation ($input: BulkImportInput!) {
      bulkImport(input: $input) { rejections(first: 1000) { index reasons { code field message } } }
    }`,
    { input: { items } },
  );
  for (const { index, reasons } of bulkImport.rejections) {
    expect(reasons.map(({ field }) => field)).toEqual(['uri']);
    const { code = '', message = '' } = reasons[0] ?? {};
    outcomes.set(uriCases[index]?.id ?? '', { code, message });
  }
  const { records } = await service.query<{ records: { nodes: { title: string; uri: string }[] } }>(
    '{ records(first: 100) { nodes { title uri } } }',
  );
  for (const { title, uri } of records.nodes) outcomes.set(title, { stored: uri });
});
afterAll(() => service.stop());

test.each(uriCases)('URI rule $id: the URI $rule be accepted', ({ id, outcome }) => {
  const { message, ...rest } = { message: undefined, ...outcome };
  expect(outcomes.get(id)).toMatchObject(rest);
  if (message !== undefined) {
    expect(outcomes.get(id)).toHaveProperty('message', expect.stringContaining(message));
  }
});

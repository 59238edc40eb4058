import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const importing = `mutation ($items: [RecordInput!]!, $dateOrder: DateOrder) {
  bulkImport(input: { items: $items, dateOrder: $dateOrder }) {
    rejections { reasons { code } }
  }
}`;

test.each([
  ['DMY', '2003-02-01T00:00:00.000Z'],
  ['MDY', '2003-01-02T00:00:00.000Z'],
])('with the date order %s, 01/02/2003 is %s', async (dateOrder, date) => {
  const uri = `https://${dateOrder.toLowerCase()}.example.com/`;
  await service.query(importing, { items: [item({ uri, date: '01/02/2003' })], dateOrder });
  const { records } = await service.query<{ records: { nodes: object[] } }>(
    'query ($uri: String) { records(filter: { uri: { equals: $uri } }) { nodes { date } } }',
    { uri },
  );
  expect(records.nodes).toEqual([{ date }]);
});

test('without a date order, 01/02/2003 is rejected', async () => {
  const answer = await service.query(importing, { items: [item({ date: '01/02/2003' })] });
  expect(answer).toEqual({
    bulkImport: { rejections: [{ reasons: [{ code: 'DATE_AMBIGUOUS' }] }] },
  });
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type Service, startService } from '../support/service.js';

let service: Service;
let url: string;
beforeAll(async () => {
  service = await startService();
  url = `${await service.app.listen()}/graphql`;
});
afterAll(() => service.stop());

// The audits do not know that a GET requires a header here that makes browsers send a preflight.
const preflighted: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...init?.headers, 'apollo-require-preflight': '1' } });

const audits = serverAudits({ url: () => url, fetchFn: preflighted });

test('graphql-http has 61 audits', () => {
  expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
});

// What its authors consider a warning or a notice is a failure here.
test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
  'audit %s of graphql-http: the service %s',
  async (_id, _name, audit) => {
    const result = await audit.fn();
    expect({ status: result.status, reason: 'reason' in result && result.reason }).toEqual({
      status: 'ok',
      reason: false,
    });
  },
);

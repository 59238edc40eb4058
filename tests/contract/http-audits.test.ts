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

// The audits do not know that browsers must ask before they send a GET here.
const preflighted: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...init?.headers, 'apollo-require-preflight': '1' } });

const audits = serverAudits({ url: () => url, fetchFn: preflighted });

test('there are 61 audits', () => {
  expect(new Set(audits.map(({ id }) => id)).size).toBe(61);
});

// One that is no more than a warning or a notice to its authors is a failure here.
test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
  '%s: the service %s',
  async (_id, _name, audit) => {
    const result = await audit.fn();
    expect({ status: result.status, reason: 'reason' in result && result.reason }).toEqual({
      status: 'ok',
      reason: false,
    });
  },
);

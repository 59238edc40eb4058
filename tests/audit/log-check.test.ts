import { expect, test } from '@jest/globals';
import { startService } from '../support/service.js';

test.each([
  'Authorization: Bearer abcdefgh',
  'rec_0a1b2c3d_ABCDEFGHIJKLMNOP',
  'eyJhbGciOiJSUzI1NiIsInR5cCI6.eyJpc3MiOiJodHRw',
])('A test fails if its service logs a token: %s', async (token) => {
  const service = await startService({}, undefined, undefined, {
    authenticate: () => {
      throw new Error(`A fault that quotes ${token}.`);
    },
  });
  await service.app.inject({ url: '/v1/' });
  await expect(service.stop()).rejects.toThrow('A token is in the log');
});

import { expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { startService } from '../support/service.js';

test.each(['/graphql', '/graphql/', '/graphql/?query={__typename}'])(
  'opening %s in a browser redirects to the IDE',
  async (url) => {
    const { app, stop } = await startService({ IDE: 'true' });
    const headers = { accept: 'text/html' };
    const { statusCode, headers: answered } = await send(app, { method: 'GET', url, headers });
    const target = new URL(String(answered.location), `http://records.example/behind${url}`);
    expect([statusCode, target.pathname]).toEqual([303, '/behind/ide']);
    await stop();
  },
);

import { afterAll, describe, expect, test } from '@jest/globals';
import { askFrom } from '../support/callers.js';
import { type Service, startService } from '../support/service.js';

const services: Service[] = [];
afterAll(() => Promise.all(services.map((service) => service.stop())));

interface Sender {
  readonly remoteAddress: string;
  readonly forwardedFor?: string;
}

/** The statuses of one request from each sender, where an address may send one. */
async function statusesOf(
  senders: readonly Sender[],
  env: Record<string, string> = {},
): Promise<number[]> {
  const service = await startService({
    RATE_LIMIT: 'on',
    RATE_LIMIT_ANONYMOUS: '1:1',
    ...env,
  });
  services.push(service);
  const statuses: number[] = [];
  for (const { remoteAddress, forwardedFor } of senders) {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    const query = '{ __typename }';
    statuses.push((await askFrom(service, query, { remoteAddress, headers })).statusCode);
  }
  return statuses;
}

const counted = (addresses: readonly string[]) =>
  statusesOf(addresses.map((remoteAddress) => ({ remoteAddress })));

describe('Attack 28: a forged X-Forwarded-For', () => {
  test('is one caller where no proxy is trusted', async () => {
    const remoteAddress = '192.0.2.1';
    const senders = Array.from({ length: 5 }, (_, n) => ({
      remoteAddress,
      forwardedFor: `203.0.113.${n}, 198.51.100.${n}`,
    }));
    expect(await statusesOf(senders)).toEqual([200, 429, 429, 429, 429]);
  });

  test('is one caller behind a trusted proxy, which appends the address that it sees', async () => {
    const env = { TRUSTED_PROXIES: '10.0.0.0/8' };
    const senders = Array.from({ length: 5 }, (_, n) => ({
      remoteAddress: '10.9.9.9',
      forwardedFor: `6.6.6.${n}, 8.8.8.8, 10.1.2.3`,
    }));
    const other = { remoteAddress: '10.9.9.9', forwardedFor: '6.6.6.6, 8.8.4.4, 10.1.2.3' };
    expect(await statusesOf([...senders, other], env)).toEqual([200, 429, 429, 429, 429, 200]);
    // 8.8.8.8 is the caller: it is the same when it comes past the second proxy.
    const direct = { remoteAddress: '10.1.2.3', forwardedFor: '8.8.8.8' };
    expect(await statusesOf([{ ...senders[0], ...direct }, ...senders.slice(1)], env)).toEqual([
      200, 429, 429, 429, 429,
    ]);
  });

  test('counts for nothing from an address that is not a trusted proxy', async () => {
    const env = { TRUSTED_PROXIES: '10.0.0.0/8' };
    const senders = Array.from({ length: 3 }, (_, n) => ({
      remoteAddress: '192.0.2.1',
      forwardedFor: `8.8.8.${n}`,
    }));
    expect(await statusesOf(senders, env)).toEqual([200, 429, 429]);
  });
});

describe('Attack 29: addresses of one IPv6 network', () => {
  test('are one caller, however many are used and however they are written', async () => {
    const statuses = await counted([
      '2001:db8:1:2::1',
      '2001:db8:1:2::2',
      '2001:0db8:0001:0002:ffff:ffff:ffff:ffff',
      '2001:DB8:1:2:a:b:192.0.2.1',
      '2001:db8:1:2::1%eth0',
      '2001:db8:1:3::1',
      '2001:db8:1::1',
      '::1',
      '::2',
    ]);
    expect(statuses).toEqual([200, 429, 429, 429, 429, 200, 200, 200, 429]);
  });

  test('that stand for IPv4 addresses are those', async () => {
    const statuses = await counted([
      '192.0.2.1',
      '::ffff:192.0.2.1',
      '::ffff:c000:201',
      '0:0:0:0:0:ffff:c000:0201',
      '::ffff:192.0.2.2',
      '192.0.2.2',
    ]);
    expect(statuses).toEqual([200, 429, 429, 429, 200, 429]);
  });
});

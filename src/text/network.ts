import { isIP } from 'node:net';

/** Whether a string is an IP address, or a network of them in CIDR notation, like `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return false;
  return bits === undefined || Number(bits) <= (version === 4 ? 32 : 128);
}

import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

const maxLength = 64;

// Parsing an address takes longer than all the rest of charging a request.
const known = new LRUCache<string, string>({ max: 1000 });

/**
 * The network whose addresses are taken for one caller: an IPv4 address itself, also where it is written
 * as an IPv6 one (RFC 4291, section 2.5.5.2), and the /64 of any other IPv6 address, which is what a single
 * host usually has (RFC 6177). Text that is not an address stays as it is, up to 64 characters.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, maxLength);
  let network = known.get(address);
  if (network === undefined) {
    network = parseNetwork(address);
    if (address.length <= maxLength) known.set(address, network);
  }
  return network;
}

function parseNetwork(address: string): string {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address.slice(0, maxLength);
  const groups = parseGroups(bare);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(':')}::/64`;
}

/** The eight groups of a valid IPv6 address. */
function parseGroups(address: string): number[] {
  const [head = '', tail] = address.split('::').map(parseHalf);
  if (tail === undefined) return [...head] as number[];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...(head as number[]), ...zeros, ...tail];
}

function parseHalf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

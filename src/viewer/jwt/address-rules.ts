import { BlockList, isIP, type LookupFunction } from 'node:net';
import { StartError } from '../../errors/start-error.js';
import { isLoopbackHost } from '../../text/loopback-host.js';
import { quote } from '../../text/quote.js';

/** A configured address that must not be asked, or an answer that leads to one. The service does not start with it. */
export class UnsafeAddressError extends StartError {}

/** Which addresses may be asked for the keys of an issuer. */
export interface AddressRules {
  /** Otherwise, every address may be asked, without TLS as well. */
  readonly production: boolean;
  /** Whether they may be in a private network. */
  readonly privateNetwork: boolean;
}

// The metadata services of clouds, which hand out credentials, and addresses that do not belong to one host.
const neverIssuers = networks(
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['169.254.0.0', 16],
  ['192.0.0.192', 32],
  ['224.0.0.0', 3],
  ['::', 128],
  ['fd00:ec2::254', 128],
  ['fe80::', 10],
  ['ff00::', 8],
);
// RFC 1918, RFC 6598 and RFC 4193.
const privateNetworks = networks(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['fc00::', 7],
);

function networks(...all: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of all) list.addSubnet(address, bits, versionOf(address));
  return list;
}

function versionOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Why a URL must not be asked for keys; undefined if it may be. Its host may be this machine itself. */
export function findUrlFault(url: URL, rules: AddressRules): string | undefined {
  const shown = quote(url.href, 200);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return `${shown} is not a URL with https://`;
  }
  if (url.username !== '' || url.password !== '') {
    return `${quote(url.host)} has a user name or a password in its URL, where it would be logged; expected none`;
  }
  if (!rules.production || isLoopbackHost(url.hostname)) return undefined;
  if (url.protocol === 'http:') {
    return `${shown} is not encrypted; expected https://, as keys that can be exchanged on the way make every token valid`;
  }
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 ? undefined : findAddressFault(address, shown, rules);
}

/** As `dns.lookup`, but fails with an {@link UnsafeAddressError} for names of addresses that must not be asked. */
export function guardLookup(lookup: LookupFunction, rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(addressOf);
      const fault = error ? undefined : findNameFault(hostname, addresses, rules);
      if (fault === undefined) callback(error, found, family);
      else callback(new UnsafeAddressError(fault), found, family);
    });
  };
}

const addressOf = ({ address }: { readonly address: string }) => address;

function findNameFault(
  hostname: string,
  addresses: readonly string[],
  rules: AddressRules,
): string | undefined {
  if (!rules.production || isLoopbackHost(hostname)) return undefined;
  for (const address of addresses) {
    const name = `${quote(hostname)} has the address ${address}, which`;
    if (isLoopbackHost(address)) {
      return `${name} is this machine itself; write "localhost" if that is meant`;
    }
    const fault = findAddressFault(address, name, rules);
    if (fault) return fault;
  }
  return undefined;
}

function findAddressFault(address: string, subject: string, rules: AddressRules) {
  const version = versionOf(address);
  if (neverIssuers.check(address, version)) {
    return `${subject} is link-local or reserved: no issuer is there, but the credentials of cloud machines are`;
  }
  if (!rules.privateNetwork && privateNetworks.check(address, version)) {
    return `${subject} is in a private network; set "privateNetwork": true for the issuer if that is meant`;
  }
  return undefined;
}

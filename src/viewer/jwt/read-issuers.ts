import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { StartError } from '../../errors/start-error.js';
import { quote, toSafeLine } from '../../text/quote.js';
import { findUrlFault } from './address-rules.js';
import { type Issuer, issuerList } from './issuer.js';
import { discoveryUrl } from './load-keys.js';

/** All faults of the file of `AUTH_ISSUERS`, a sentence with its place per line. */
class IssuersError extends StartError {
  constructor(path: string, faults: readonly string[]) {
    super(faults.map((fault) => `${path}: ${fault}`).join('\n'));
  }
}

/**
 * Reads the issuers whose tokens are accepted.
 * Throws an {@link IssuersError} that lists all faults, those that are unsafe in production included.
 */
export async function readIssuers(path: string, production: boolean): Promise<readonly Issuer[]> {
  const json = await readJson(path);
  const { data, error } = issuerList.safeParse(json);
  if (error)
    throw new IssuersError(
      path,
      error.issues.flatMap((issue) => describe(issue, json)),
    );
  const faults = production ? data.flatMap(findUnsafeAddresses) : [];
  if (faults.length > 0) throw new IssuersError(path, faults);
  return data;
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw new StartError(`AUTH_ISSUERS is "${path}", a file that cannot be read: ${code}.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new IssuersError(path, [`This is not JSON: ${toSafeLine((error as Error).message)}.`]);
  }
}

function describe(issue: z.core.$ZodIssue, json: unknown): string[] {
  const at = describePlace(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${at}has the unknown member ${quote(key)}.`);
  }
  // Of a key, the message is that of its own schema.
  const { message } = issue.code === 'invalid_key' ? (issue.issues[0] ?? issue) : issue;
  return [`${at}is ${describeValue(issue.path, json)}; ${message}.`];
}

/** A place in the file, like `[0].audiences`, for the beginning of a sentence. */
function describePlace(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^\w+$/.test(String(step)) ? `.${String(step)}` : `[${quote(String(step))}]`;
  });
  return steps.length === 0 ? 'The file ' : `${steps.join('')} `;
}

function describeValue(path: readonly PropertyKey[], json: unknown): string {
  let value = json;
  for (const step of path) {
    const holder = value as Record<PropertyKey, unknown>;
    value = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (value === undefined) return 'missing';
  }
  if (typeof value === 'string') return quote(value, 100);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function findUnsafeAddresses(issuer: Issuer, index: number): string[] {
  const rules = { production: true, privateNetwork: issuer.privateNetwork };
  // The issuer itself as well: tokens of one that is not encrypted are not worth much.
  const addresses = {
    issuer: new URL(issuer.issuer),
    ...(issuer.jwks ? { jwks: new URL(issuer.jwks) } : { discovery: discoveryUrl(issuer) }),
  };
  const faults = Object.entries(addresses).flatMap(([member, url]) => {
    const fault = findUrlFault(url, rules);
    return fault ? [`[${index}].${member}: ${fault}.`] : [];
  });
  // Where the metadata are found by the issuer, both have the same fault.
  return issuer.jwks || issuer.discovery ? faults : faults.slice(0, 1);
}

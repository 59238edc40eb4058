/** The types whose objects have a global id. */
export const nodeNames = ['Import', 'Record', 'Site'] as const;

export type NodeName = (typeof nodeNames)[number];

/** What a global id identifies: a type, and the number of a row in its table. */
export interface NodeKey {
  readonly type: NodeName;
  readonly number: number;
}

const maxLength = 40;

const form = new RegExp(`^(${nodeNames.join('|')}):(.+)$`);

/** Creates the id of an object, which no other object of any type has: base64url without padding. */
export function createGlobalId(type: NodeName, number: number): string {
  // The base64 of letters, digits and a colon has none of the characters that base64url replaces.
  const padded = btoa(`${type}:${number}`);
  const end = padded.indexOf('=');
  return end < 0 ? padded : padded.slice(0, end);
}

/** Parses an id made by {@link createGlobalId}; undefined for any other string, even one that decodes to the same. */
export function parseGlobalId(id: string): NodeKey | undefined {
  if (id.length > maxLength) return undefined;
  const [, type, digits = ''] = form.exec(Buffer.from(id, 'base64url').toString('latin1')) ?? [];
  const number = plainNumber(digits);
  if (number === undefined) return undefined;
  const key = { type: type as NodeName, number };
  return createGlobalId(key.type, key.number) === id ? key : undefined;
}

/**
 * Parses the number of an object of this type, from its global id or from the number itself, as the REST
 * calls and the command line use it. Undefined for a string that cannot be the id of such an object.
 */
export function parseNodeNumber(type: NodeName, id: string): number | undefined {
  const key = parseGlobalId(id);
  return key?.type === type ? key.number : plainNumber(id);
}

function plainNumber(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

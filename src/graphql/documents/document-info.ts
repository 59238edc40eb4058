import { hash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { isOperation } from '../ast/definitions.js';

/** A GraphQL document, as far as it must be known before it is run. */
export interface DocumentInfo {
  readonly text: string;
  /** The SHA-256 of its text, in hexadecimal digits, as persisted queries name it. */
  readonly hash: string;
  /** `query`, `mutation` or `subscription` by the operation's name, which may be empty. */
  readonly operationTypes: ReadonlyMap<string, string>;
  /** Whether a manifest has it, be it with other white space or without some `__typename`. */
  readonly trusted: boolean;
}

/** Hashes a document, which is done once for each text. */
export function describeDocument(
  text: string,
  parsed: DocumentNode,
  trusted: boolean,
): DocumentInfo {
  const operationTypes = new Map(
    parsed.definitions
      .filter(isOperation)
      .map(({ name, operation }) => [name?.value ?? '', operation]),
  );
  return { text, hash: hash('sha256', text), operationTypes, trusted };
}

/** The kind of the operation that a request means; undefined when the name picks no single one. */
export function findOperationType(
  { operationTypes }: DocumentInfo,
  operationName: unknown,
): string | undefined {
  if (typeof operationName === 'string' && operationName !== '')
    return operationTypes.get(operationName);
  const [kind, ...others] = operationTypes.values();
  return others.length === 0 ? kind : undefined;
}

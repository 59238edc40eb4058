import { hash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { isOperation } from '../ast/definitions.js';

/** What must be known of a GraphQL document before it is executed. */
export interface DocumentInfo {
  readonly text: string;
  /** The SHA-256 of the text in hexadecimal, which persisted queries use as an id. */
  readonly hash: string;
  /** `query`, `mutation` or `subscription` by the name of the operation, which may be empty. */
  readonly operationTypes: ReadonlyMap<string, string>;
  /** Whether a manifest contains it, perhaps with different white space or without some `__typename`. */
  readonly trusted: boolean;
}

/** Describes a parsed document. Hashes its text, so it is called once per text. */
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

/** The type of the operation that a request executes; undefined when the name does not select one. */
export function findOperationType(
  { operationTypes }: DocumentInfo,
  operationName: unknown,
): string | undefined {
  if (typeof operationName === 'string' && operationName !== '') {
    return operationTypes.get(operationName);
  }
  const [type, ...others] = operationTypes.values();
  return others.length === 0 ? type : undefined;
}

import { hash } from 'node:crypto';
import { type DocumentNode, Kind } from 'graphql';

/** A GraphQL document, as far as it must be known before it is run. */
export interface KnownDocument {
  readonly text: string;
  /** The SHA-256 of its text, in hexadecimal digits, as persisted queries name it. */
  readonly hash: string;
  /** `query`, `mutation` or `subscription` by the operation's name, which may be empty. */
  readonly kinds: ReadonlyMap<string, string>;
  /** Whether a manifest has it, be it with other white space or without some `__typename`. */
  readonly trusted: boolean;
}

/** Hashes a document, which is done once for each text. */
export function knownDocument(text: string, parsed: DocumentNode, trusted: boolean): KnownDocument {
  const kinds = new Map(
    parsed.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [[definition.name?.value ?? '', definition.operation] as const]
        : [],
    ),
  );
  return { text, hash: hash('sha256', text), kinds, trusted };
}

/** The kind of the operation that a request means; undefined when the name picks no single one. */
export function kindOf({ kinds }: KnownDocument, operationName: unknown): string | undefined {
  if (typeof operationName === 'string' && operationName !== '') return kinds.get(operationName);
  const [kind, ...others] = kinds.values();
  return others.length === 0 ? kind : undefined;
}

import { type DocumentNode, Kind, parse } from 'graphql';

const maxDocuments = 1000;

/** Remembers what kind of operations documents hold, so that each is parsed for that once. */
export class OperationKinds {
  readonly #documents = new Map<string, ReadonlyMap<string, string>>();

  /**
   * `query`, `mutation` or `subscription`; undefined when the document is not known or not valid, or
   * when the name picks no single operation of it.
   */
  of(documentHash: string, text: string | undefined, operationName: unknown): string | undefined {
    const kinds = this.#documents.get(documentHash) ?? this.#remember(documentHash, text);
    if (kinds === undefined) return undefined;
    if (typeof operationName === 'string' && operationName !== '') return kinds.get(operationName);
    const [kind, ...others] = kinds.values();
    return others.length === 0 ? kind : undefined;
  }

  #remember(documentHash: string, text: string | undefined) {
    if (text === undefined) return undefined;
    const kinds = operationsOf(text);
    if (kinds === undefined) return undefined;
    this.#documents.set(documentHash, kinds);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= maxDocuments) break;
      this.#documents.delete(oldest);
    }
    return kinds;
  }
}

function operationsOf(text: string): ReadonlyMap<string, string> | undefined {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return undefined;
  }
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return new Map(
    operations.map((operation) =>
      operation.kind === Kind.OPERATION_DEFINITION
        ? [operation.name?.value ?? '', operation.operation]
        : ['', ''],
    ),
  );
}

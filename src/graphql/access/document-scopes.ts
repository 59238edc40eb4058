import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { requireScope, type ScopeRequirement } from '../../viewer/scopes.js';
import type { DocumentInfo } from '../documents/document-info.js';
import { readRequiredScopes } from './requires-scopes.js';

/** What each operation of a document requires, by its name, which may be empty. */
type DocumentRequirements = ReadonlyMap<string, readonly ScopeRequirement[]>;

/**
 * The scopes that operations require, by the directives of the schema: computed once for each document,
 * so fields that a variable leaves out count as well.
 */
export class DocumentScopes {
  readonly #byDocument = new WeakMap<DocumentNode | DocumentInfo, DocumentRequirements>();

  /** @param guardsIntrospection whether introspection requires the scope `ops` */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly guardsIntrospection: boolean,
  ) {}

  /**
   * What the operation with this name requires. If the document has none with this name, or several and
   * none is named, it is what all of them require: the GraphQL server will reject it.
   */
  find(document: DocumentNode | DocumentInfo, operationName: unknown): readonly ScopeRequirement[] {
    let known = this.#byDocument.get(document);
    if (known === undefined) {
      const parsed = 'kind' in document ? document : parse(document.text, { noLocation: true });
      known = computeRequirements(this.schema, parsed, this.guardsIntrospection);
      this.#byDocument.set(document, known);
    }
    const isNamed = typeof operationName === 'string' && operationName !== '';
    const named = isNamed ? known.get(operationName) : undefined;
    return named ?? [...known.values()].flat();
  }
}

interface Definition {
  readonly requirements: Map<string, ScopeRequirement>;
  readonly fragments: Set<string>;
}

function computeRequirements(
  schema: GraphQLSchema,
  document: DocumentNode,
  guardsIntrospection: boolean,
): DocumentRequirements {
  const operations = new Map<string, Definition>();
  const fragments = new Map<string, Definition>();
  const types = new TypeInfo(schema);
  let current: Definition = { requirements: new Map(), fragments: new Set() };

  function begin(definitions: Map<string, Definition>, name: string): void {
    current = definitions.get(name) ?? { requirements: new Map(), fragments: new Set() };
    definitions.set(name, current);
  }
  function add(requirement: ScopeRequirement | undefined): void {
    if (requirement) current.requirements.set(JSON.stringify(requirement), requirement);
  }
  function addType(type: GraphQLNamedType | null | undefined): void {
    if (isObjectType(type)) add(readRequiredScopes(type));
  }

  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition({ name }) {
        begin(operations, name?.value ?? '');
      },
      FragmentDefinition({ name }) {
        begin(fragments, name.value);
        addType(types.getType() as GraphQLNamedType);
      },
      FragmentSpread({ name }) {
        current.fragments.add(name.value);
      },
      InlineFragment() {
        addType(getNamedType(types.getType()));
      },
      Field({ name }) {
        const field = types.getFieldDef();
        if (field) add(readRequiredScopes(field));
        addType(getNamedType(types.getType()));
        const isIntrospection = name.value === '__schema' || name.value === '__type';
        if (guardsIntrospection && isIntrospection) add(requireScope('ops'));
      },
    }),
  );
  return new Map([...operations].map(([name, operation]) => [name, collect(operation, fragments)]));
}

/** What an operation requires, with all fragments that it uses directly or through others. */
function collect(
  operation: Definition,
  fragments: ReadonlyMap<string, Definition>,
): readonly ScopeRequirement[] {
  const found = new Map(operation.requirements);
  const seen = new Set<string>();
  const open = [...operation.fragments];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const fragment = fragments.get(name);
    for (const [key, requirement] of fragment?.requirements ?? []) found.set(key, requirement);
    open.push(...(fragment?.fragments ?? []));
  }
  return [...found.values()];
}

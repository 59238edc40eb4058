import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a selection amounts to, with every fragment put in its places. */
export interface SelectionFigures {
  /** But for introspection at the root. */
  readonly depth: number;
  /** The levels of `__schema` and `__type` at the root. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  /** Fields of the outermost level. */
  readonly rootFields: number;
  /** Fields and uses of fragments. */
  readonly fields: number;
}

/** What a document amounts to. */
export interface DocumentFigures {
  readonly operations: readonly SelectionFigures[];
  /** Of all operations, and of the fragments that none of them uses. */
  readonly fields: number;
  /** A fragment that is used inside itself, or of whose name there are two. */
  readonly circular: string | undefined;
  readonly twice: string | undefined;
  /** The most directives at one place. */
  readonly directives: number;
  /** The names of all directives. */
  readonly directiveNames: ReadonlySet<string>;
}

const nothing: SelectionFigures = {
  depth: 0,
  introspectionDepth: 0,
  aliases: 0,
  rootFields: 0,
  fields: 0,
};

const isIntrospection = (name: string) => name === '__schema' || name === '__type';

/**
 * Measures a document that need not be valid. Each fragment is measured once, however often it is
 * used: a few fragments that use each other twice stand for more fields than there are atoms.
 */
export function documentFigures(document: DocumentNode): DocumentFigures {
  const { definitions } = document;
  const fragments = fragmentsOf(document);
  const measured = new Map<string, SelectionFigures | 'being measured'>();
  const directiveNames = new Set<string>();
  let directives = 0;
  let circular: string | undefined;

  function note(nodes: readonly DirectiveNode[] | undefined) {
    directives = Math.max(directives, nodes?.length ?? 0);
    for (const { name } of nodes ?? []) directiveNames.add(name.value);
  }

  function ofSelections({ selections }: SelectionSetNode): SelectionFigures {
    let [depth, introspectionDepth, aliases, rootFields, fields] = [0, 0, 0, 0, selections.length];
    for (const selection of selections) {
      note(selection.directives);
      let inner = nothing;
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = ofFragment(selection.name.value);
      else if (selection.selectionSet) inner = ofSelections(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      const levels = Math.max(inner.depth, inner.introspectionDepth) + 1;
      if (!isField) {
        depth = Math.max(depth, inner.depth);
        introspectionDepth = Math.max(introspectionDepth, inner.introspectionDepth);
      } else if (isIntrospection(selection.name.value)) {
        introspectionDepth = Math.max(introspectionDepth, levels);
      } else {
        // Below a field there is no introspection, whatever is called so.
        depth = Math.max(depth, levels);
      }
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      rootFields += isField ? 1 : inner.rootFields;
      fields += inner.fields;
    }
    return { depth, introspectionDepth, aliases, rootFields, fields };
  }

  function ofFragment(name: string): SelectionFigures {
    const known = measured.get(name);
    if (known === 'being measured') circular ??= name;
    if (known !== undefined) return known === 'being measured' ? nothing : known;
    const fragment = fragments.get(name);
    if (fragment === undefined) return nothing;
    measured.set(name, 'being measured');
    note(fragment.directives);
    const figures = ofSelections(fragment.selectionSet);
    measured.set(name, figures);
    return figures;
  }

  const operations = operationsOf(definitions).map((operation) => {
    note(operation.directives);
    for (const variable of operation.variableDefinitions ?? []) note(variable.directives);
    return ofSelections(operation.selectionSet);
  });
  let fields = operations.reduce((sum, figures) => sum + figures.fields, 0);
  for (const name of fragments.keys()) {
    if (!measured.has(name)) fields += ofFragment(name).fields;
  }
  const twice = fragmentNames(definitions).find((name, at, names) => names.indexOf(name) < at);
  return { operations, fields, circular, twice, directives, directiveNames };
}

/**
 * How many fields are selected again where they are selected already. Validation compares each of
 * them with all others of the same place. Takes a time in proportion to the fields of
 * {@link documentFigures}, and a document without circular fragments.
 */
export function repeatedFields(document: DocumentNode): number {
  const { definitions } = document;
  const fragments = fragmentsOf(document);
  const unused = new Set(fragments.keys());
  let repeated = 0;

  /** Looks at what is selected at one place of the answer, by all the selections that meet there. */
  function meet(sets: readonly SelectionSetNode[]) {
    const seen = new Set<string>();
    const below = new Map<string, SelectionSetNode[]>();
    const collect = (set: SelectionSetNode | undefined): void => {
      for (const selection of set?.selections ?? []) {
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          collect(selection.selectionSet);
        } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const name = selection.name.value;
          unused.delete(name);
          if (!seen.has(name)) collect(fragments.get(name)?.selectionSet);
          seen.add(name);
        } else {
          const name = (selection.alias ?? selection.name).value;
          const others = below.get(name);
          if (others) repeated++;
          const inner = selection.selectionSet ? [selection.selectionSet] : [];
          if (others) others.push(...inner);
          else below.set(name, inner);
        }
      }
    };
    for (const set of sets) collect(set);
    for (const inner of below.values()) if (inner.length > 0) meet(inner);
  }

  for (const operation of operationsOf(definitions)) meet([operation.selectionSet]);
  for (const [name, { selectionSet }] of fragments) if (unused.has(name)) meet([selectionSet]);
  return repeated;
}

/** The fragments of a document by their names. */
export function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
}

function fragmentNames(definitions: readonly DefinitionNode[]): string[] {
  return definitions.flatMap((node) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? [node.name.value] : [],
  );
}

function operationsOf(definitions: readonly DefinitionNode[]): OperationDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

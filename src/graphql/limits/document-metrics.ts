import { type DirectiveNode, type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { fragmentsByName, isFragment, isOperation } from '../ast/definitions.js';

/** What a selection amounts to, with every fragment put in its places. */
export interface SelectionMetrics {
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
export interface DocumentMetrics {
  readonly operations: readonly SelectionMetrics[];
  /** Of all operations, and of the fragments that none of them uses. */
  readonly fields: number;
  /** A fragment that is used inside itself, or of whose name there are two. */
  readonly circular: string | undefined;
  readonly duplicate: string | undefined;
  /** The most directives at one place. */
  readonly directives: number;
  /** The names of all directives. */
  readonly directiveNames: ReadonlySet<string>;
}

const nothing: SelectionMetrics = {
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
export function measureDocument(document: DocumentNode): DocumentMetrics {
  const { definitions } = document;
  const fragments = fragmentsByName(document);
  const measured = new Map<string, SelectionMetrics | 'being measured'>();
  const directiveNames = new Set<string>();
  let directives = 0;
  let circular: string | undefined;

  function note(nodes: readonly DirectiveNode[] | undefined) {
    directives = Math.max(directives, nodes?.length ?? 0);
    for (const { name } of nodes ?? []) directiveNames.add(name.value);
  }

  function measureSelections({ selections }: SelectionSetNode): SelectionMetrics {
    let [depth, introspectionDepth, aliases, rootFields, fields] = [0, 0, 0, 0, selections.length];
    for (const selection of selections) {
      note(selection.directives);
      let inner = nothing;
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = measureFragment(selection.name.value);
      else if (selection.selectionSet) inner = measureSelections(selection.selectionSet);
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

  function measureFragment(name: string): SelectionMetrics {
    const known = measured.get(name);
    if (known === 'being measured') circular ??= name;
    if (known !== undefined) return known === 'being measured' ? nothing : known;
    const fragment = fragments.get(name);
    if (fragment === undefined) return nothing;
    measured.set(name, 'being measured');
    note(fragment.directives);
    const figures = measureSelections(fragment.selectionSet);
    measured.set(name, figures);
    return figures;
  }

  const operations = definitions.filter(isOperation).map((operation) => {
    note(operation.directives);
    for (const variable of operation.variableDefinitions ?? []) note(variable.directives);
    return measureSelections(operation.selectionSet);
  });
  let fields = operations.reduce((sum, figures) => sum + figures.fields, 0);
  for (const name of fragments.keys()) {
    if (!measured.has(name)) fields += measureFragment(name).fields;
  }
  const names = definitions.filter(isFragment).map(({ name }) => name.value);
  const duplicate = names.find((name, at) => names.indexOf(name) < at);
  return { operations, fields, circular, duplicate, directives, directiveNames };
}

/**
 * How many fields are selected again where they are selected already. Validation compares each of
 * them with all others of the same place. Takes a time in proportion to the fields of
 * {@link measureDocument}, and a document without circular fragments.
 */
export function countRepeatedFields(document: DocumentNode): number {
  const { definitions } = document;
  const fragments = fragmentsByName(document);
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

  for (const operation of definitions.filter(isOperation)) meet([operation.selectionSet]);
  for (const [name, { selectionSet }] of fragments) if (unused.has(name)) meet([selectionSet]);
  return repeated;
}

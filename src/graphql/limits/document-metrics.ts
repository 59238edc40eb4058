import { type DirectiveNode, type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { fragmentsByName, isFragment, isOperation } from '../ast/definitions.js';

/** The size of a selection, with all fragments expanded. */
export interface SelectionMetrics {
  /** Without introspection at the root. */
  readonly depth: number;
  /** The depth of `__schema` and `__type` at the root. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  /** The fields at the outermost level. */
  readonly rootFields: number;
  /** The fields and fragment spreads. */
  readonly fields: number;
}

/** The size of a document. */
export interface DocumentMetrics {
  readonly operations: readonly SelectionMetrics[];
  /** The fields of all operations, and of the fragments that no operation uses. */
  readonly fields: number;
  /** The name of a fragment that uses itself, directly or through others. */
  readonly circular: string | undefined;
  /** A name that two fragments share. */
  readonly duplicate: string | undefined;
  /** The most directives in one place. */
  readonly directives: number;
  /** The names of all directives. */
  readonly directiveNames: ReadonlySet<string>;
}

const empty: SelectionMetrics = {
  depth: 0,
  introspectionDepth: 0,
  aliases: 0,
  rootFields: 0,
  fields: 0,
};

const isIntrospection = (name: string) => name === '__schema' || name === '__type';

/**
 * Measures a document that need not be valid. Each fragment is measured once, however often it is
 * used: a few dozen fragments that each use the next one twice expand to billions of fields.
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
      let inner = empty;
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
        // Introspection exists only at the root, even if a field below has its name.
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
    if (known !== undefined) return known === 'being measured' ? empty : known;
    const fragment = fragments.get(name);
    if (fragment === undefined) return empty;
    measured.set(name, 'being measured');
    note(fragment.directives);
    const metrics = measureSelections(fragment.selectionSet);
    measured.set(name, metrics);
    return metrics;
  }

  const operations = definitions.filter(isOperation).map((operation) => {
    note(operation.directives);
    for (const variable of operation.variableDefinitions ?? []) note(variable.directives);
    return measureSelections(operation.selectionSet);
  });
  let fields = operations.reduce((sum, metrics) => sum + metrics.fields, 0);
  for (const name of fragments.keys()) {
    if (!measured.has(name)) fields += measureFragment(name).fields;
  }
  const names = definitions.filter(isFragment).map(({ name }) => name.value);
  const duplicate = names.find((name, at) => names.indexOf(name) < at);
  return { operations, fields, circular, duplicate, directives, directiveNames };
}

/**
 * Counts the fields that are selected again where they are selected already: validation compares each
 * of them with all others in the same place. Takes time in proportion to the fields that
 * {@link measureDocument} counts.
 *
 * @param document one without circular fragments
 */
export function countRepeatedFields(document: DocumentNode): number {
  const { definitions } = document;
  const fragments = fragmentsByName(document);
  const unused = new Set(fragments.keys());
  let repeated = 0;

  /** Counts in one place of the response, where all these selections are merged. */
  function merge(sets: readonly SelectionSetNode[]) {
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
    for (const inner of below.values()) if (inner.length > 0) merge(inner);
  }

  for (const operation of definitions.filter(isOperation)) merge([operation.selectionSet]);
  for (const [name, { selectionSet }] of fragments) if (unused.has(name)) merge([selectionSet]);
  return repeated;
}

import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsByName } from '../../graphql/ast/definitions.js';

/** The fields of the inputs that list items, by mutation. A retry without corrections is charged by its time. */
const itemLists = new Map([
  ['bulkImport', 'items'],
  ['retryRejections', 'corrections'],
]);

type Variables = Readonly<Record<string, unknown>>;

/** Counts the items of all imports in an operation of a valid document, those of skipped fields as well. */
export function countRows(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  variables: Variables,
): number {
  const fragments = fragmentsByName(document);
  const countIn = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + countItems(selection, variables);
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + countIn(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      // A field that is selected again in the same place is executed once.
      fragments.delete(selection.name.value);
      return fragment === undefined ? sum : sum + countIn(fragment.selectionSet);
    }, 0);
  return countIn(operation.selectionSet);
}

function countItems({ name, arguments: args = [] }: FieldNode, variables: Variables): number {
  const list = itemLists.get(name.value);
  if (list === undefined) return 0;
  const input = args.find((each) => each.name.value === 'input')?.value;
  if (input?.kind !== Kind.OBJECT) {
    const given = Object(resolveValue(input, variables)) as Readonly<Record<string, unknown>>;
    return lengthOf(given[list]);
  }
  const items = input.fields.find((field) => field.name.value === list)?.value;
  return items?.kind === Kind.LIST ? items.values.length : lengthOf(resolveValue(items, variables));
}

function resolveValue(node: ValueNode | undefined, variables: Variables): unknown {
  return node?.kind === Kind.VARIABLE ? variables[node.name.value] : node;
}

/** A value that is not a list is read as a list of it (GraphQL, section 3.11). */
const lengthOf = (items: unknown) => (Array.isArray(items) ? items.length : Number(items != null));

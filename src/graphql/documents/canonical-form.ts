import {
  type DocumentNode,
  type FieldNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

const typename: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
};

/** Adds `__typename` to selections, as Apollo Client does before it sends a document. */
export function addTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      if (isOperation(parent)) return undefined;
      const { selections } = node;
      if (selections.some(isMeta)) return undefined;
      return { ...node, selections: [...selections, typename] };
    },
  });
}

/**
 * Formats a document so that documents that differ only in white space, in comments, or in a
 * `__typename` that a client added to a selection become the same text.
 */
export function toCanonicalForm(document: DocumentNode): string {
  return print(
    visit(document, {
      SelectionSet: {
        leave(node, _key, parent): SelectionSetNode | undefined {
          if (isOperation(parent)) return undefined;
          // One per selection: clients never add a second one, but attackers might.
          const at = node.selections.findLastIndex(isPlainTypename);
          if (at < 0) return undefined;
          return { ...node, selections: node.selections.toSpliced(at, 1) };
        },
      },
    }),
  );
}

function isOperation(parent: unknown): boolean {
  return (parent as { kind?: unknown } | undefined)?.kind === Kind.OPERATION_DEFINITION;
}

const isMeta = (node: SelectionNode) =>
  node.kind === Kind.FIELD && node.name.value.startsWith('__');

const isPlainTypename = (node: SelectionNode) =>
  node.kind === Kind.FIELD &&
  node.name.value === '__typename' &&
  node.alias === undefined &&
  !node.directives?.length;

import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** Whether a definition is an operation. */
export const isOperation = (node: DefinitionNode): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;

/** Whether a definition is a fragment. */
export const isFragment = (node: DefinitionNode): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;

/** The fragments of a document by name; of two that share a name, the last. */
export function fragmentsByName({
  definitions,
}: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(definitions.filter(isFragment).map((node) => [node.name.value, node]));
}

/** The fragments that definitions use, and those that these use, in order of first use. */
export function collectFragments(
  definitions: readonly DefinitionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Set<FragmentDefinitionNode> {
  const used = new Set<FragmentDefinitionNode>();
  const collect = (definition: DefinitionNode) => {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || used.has(fragment)) return;
        used.add(fragment);
        collect(fragment);
      },
    });
  };
  definitions.forEach(collect);
  return used;
}

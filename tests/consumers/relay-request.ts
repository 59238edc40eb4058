import {
  type ArgumentNode,
  assertObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { ConcreteRequest } from 'relay-runtime';

type Selection = ConcreteRequest['operation']['selections'][number];

/** Compiles a named query to what Relay's compiler, a separate program, would generate. */
export function relayRequest(schema: GraphQLSchema, text: string): ConcreteRequest {
  const [operation] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error('The document contains no operation.');
  const name = operation.name?.value ?? '';
  const argumentDefinitions = (operation.variableDefinitions ?? []).map(({ variable }) => ({
    kind: 'LocalArgument' as const,
    name: variable.name.value,
    defaultValue: null,
  }));
  const query = assertObjectType(schema.getQueryType());
  const selections = compileSelections(schema, query, operation.selectionSet);
  const fragment = { kind: 'Fragment', name, type: 'Query', argumentDefinitions, selections };
  return {
    kind: 'Request',
    // What is read is what is written, as there are no fragments that mask data.
    fragment: { ...fragment, metadata: null, abstractKey: null } as ConcreteRequest['fragment'],
    operation: { kind: 'Operation', name, argumentDefinitions, selections },
    params: { id: null, cacheID: text, text, name, operationKind: 'query', metadata: {} },
  };
}

function compileSelections(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  { selections }: SelectionSetNode,
): Selection[] {
  return selections.map((selection) => compileSelection(schema, type, selection));
}

function compileSelection(
  schema: GraphQLSchema,
  parent: GraphQLNamedType | undefined,
  node: SelectionNode,
): Selection {
  if (node.kind === Kind.FRAGMENT_SPREAD)
    throw new Error('Named fragments are not supported; use inline fragments.');
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const type = node.typeCondition?.name.value ?? '';
    const selections = compileSelections(schema, schema.getType(type), node.selectionSet);
    return { kind: 'InlineFragment', type, abstractKey: null, selections };
  }
  const name = node.name.value;
  const field = { alias: node.alias?.value ?? null, name, args: compileArguments(node.arguments) };
  if (node.selectionSet === undefined) return { kind: 'ScalarField', storageKey: null, ...field };
  const hasFields = isObjectType(parent) || isInterfaceType(parent);
  const definition = hasFields ? parent.getFields()[name] : undefined;
  const type = definition && getNamedType(definition.type);
  return {
    kind: 'LinkedField',
    storageKey: null,
    ...field,
    concreteType: isObjectType(type) ? type.name : null,
    plural: definition !== undefined && isListType(getNullableType(definition.type)),
    selections: compileSelections(schema, type, node.selectionSet),
  };
}

function compileArguments(nodes: readonly ArgumentNode[] | undefined) {
  if (!nodes?.length) return null;
  return nodes
    .map(({ name: { value: name }, value }) =>
      value.kind === Kind.VARIABLE
        ? { kind: 'Variable' as const, name, variableName: value.name.value }
        : { kind: 'Literal' as const, name, value: valueFromASTUntyped(value) },
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

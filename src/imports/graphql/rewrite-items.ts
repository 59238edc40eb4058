import {
  type DocumentNode,
  type FloatValueNode,
  type GraphQLSchema,
  getNamedType,
  type IntValueNode,
  Kind,
  type ObjectFieldNode,
  type ObjectValueNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type StringValueNode,
  TypeInfo,
  type TypeNode,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isJsonObject, type JsonObject } from '../../formats/json/json-value.js';
import { hasVariables } from '../../graphql/ast/has-variables.js';
import { fields } from '../normalise/item-fields.js';
import { toReadableItem } from '../normalise/readable-item.js';

type Variables = Readonly<Record<string, unknown>>;

const itemType = 'RecordInput';
const importType = 'BulkImportInput';

/** Rewrites the items in the variables of a mutation, see {@link toReadableItem}. */
export function rewriteVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const rewritten: Record<string, unknown> = { ...variables };
  for (const { variable, type } of variableDefinitions) {
    const name = variable.name.value;
    if (Object.hasOwn(variables, name))
      rewritten[name] = rewriteValue(namedType(type), variables[name]);
  }
  return rewritten;
}

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

function rewriteValue(type: string, value: unknown): unknown {
  if (type !== itemType && type !== importType) return value;
  if (Array.isArray(value)) return value.map((each) => rewriteValue(type, each));
  if (!isJsonObject(value)) return value;
  if (type === itemType) return toReadableItem(value);
  return Object.hasOwn(value, 'items')
    ? { ...value, items: rewriteValue(itemType, value.items) }
    : value;
}

/** Rewrites the items that are written in a document, see {@link toReadableItem}. */
export function rewriteDocument(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  if (!hasMutation(document)) return document;
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      ObjectValue: (node) =>
        getNamedType(types.getInputType())?.name === itemType ? rewriteLiteral(node) : undefined,
    }),
  );
}

const hasMutation = ({ definitions }: DocumentNode) =>
  definitions.some(
    (each) =>
      each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.MUTATION,
  );

/** Returns undefined if nothing needs to be rewritten. */
function rewriteLiteral(node: ObjectValueNode): ObjectValueNode | undefined {
  const isField = ({ name }: ObjectFieldNode) => fields.some((field) => field === name.value);
  const values = node.fields.filter(isField).map(({ value }) => value);
  if (values.some(isComposite) && !hasVariables(node)) {
    const { raw } = toReadableItem(valueFromASTUntyped(node) as JsonObject);
    const others = node.fields.filter((field) => !isField(field) && field.name.value !== 'raw');
    return { ...node, fields: [...others, rawField(String(raw))] };
  }
  if (!values.some(isNumber)) return undefined;
  // Unlike values from JSON, a literal still has its digits as written.
  const rewritten = node.fields.map((field) =>
    isField(field) && isNumber(field.value)
      ? { ...field, value: stringNode(field.value.value) }
      : field,
  );
  return { ...node, fields: rewritten };
}

const isNumber = (value: ValueNode): value is IntValueNode | FloatValueNode =>
  value.kind === Kind.INT || value.kind === Kind.FLOAT;

const isComposite = ({ kind }: ValueNode) =>
  kind === Kind.BOOLEAN || kind === Kind.LIST || kind === Kind.OBJECT;

const rawField = (raw: string): ObjectFieldNode => ({
  kind: Kind.OBJECT_FIELD,
  name: { kind: Kind.NAME, value: 'raw' },
  value: stringNode(raw),
});

const stringNode = (value: string): StringValueNode => ({ kind: Kind.STRING, value });

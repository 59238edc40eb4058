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
import { readableItem } from '../normalise/readable-item.js';

type Variables = Readonly<Record<string, unknown>>;

const itemType = 'RecordInput';
const importType = 'BulkImportInput';

/** The variables of a mutation with every item among them as {@link readableItem} makes it. */
export function readableVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): Variables {
  const readable: Record<string, unknown> = { ...variables };
  for (const { variable, type } of variableDefinitions) {
    const name = variable.name.value;
    if (Object.hasOwn(variables, name))
      readable[name] = readableValue(nameOf(type), variables[name]);
  }
  return readable;
}

const nameOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);

function readableValue(type: string, value: unknown): unknown {
  if (type !== itemType && type !== importType) return value;
  if (Array.isArray(value)) return value.map((each) => readableValue(type, each));
  if (!isJsonObject(value)) return value;
  if (type === itemType) return readableItem(value);
  return Object.hasOwn(value, 'items')
    ? { ...value, items: readableValue(itemType, value.items) }
    : value;
}

/** The document with every item that is written in it as {@link readableItem} makes it. */
export function readableDocument(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  if (!hasMutation(document)) return document;
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      ObjectValue: (node) =>
        getNamedType(types.getInputType())?.name === itemType ? readableLiteral(node) : undefined,
    }),
  );
}

const hasMutation = ({ definitions }: DocumentNode) =>
  definitions.some(
    (each) =>
      each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.MUTATION,
  );

/** Undefined where all is readable as it is. */
function readableLiteral(node: ObjectValueNode): ObjectValueNode | undefined {
  const isField = ({ name }: ObjectFieldNode) => fields.some((field) => field === name.value);
  const values = node.fields.filter(isField).map(({ value }) => value);
  if (values.some(hasParts) && !hasVariables(node)) {
    const { raw } = readableItem(valueFromASTUntyped(node) as JsonObject);
    const others = node.fields.filter((field) => !isField(field) && field.name.value !== 'raw');
    return { ...node, fields: [...others, rawField(String(raw))] };
  }
  if (!values.some(isNumber)) return undefined;
  // Unlike in JSON, the digits are here as they were written.
  const readable = node.fields.map((field) =>
    isField(field) && isNumber(field.value)
      ? { ...field, value: textNode(field.value.value) }
      : field,
  );
  return { ...node, fields: readable };
}

const isNumber = (value: ValueNode): value is IntValueNode | FloatValueNode =>
  value.kind === Kind.INT || value.kind === Kind.FLOAT;

const hasParts = ({ kind }: ValueNode) =>
  kind === Kind.BOOLEAN || kind === Kind.LIST || kind === Kind.OBJECT;

const rawField = (raw: string): ObjectFieldNode => ({
  kind: Kind.OBJECT_FIELD,
  name: { kind: Kind.NAME, value: 'raw' },
  value: textNode(raw),
});

const textNode = (value: string): StringValueNode => ({ kind: Kind.STRING, value });

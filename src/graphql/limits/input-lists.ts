import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { RequestError } from '../../errors/request-error.js';

// The items of an import are bounded where they are imported, far above other lists.
const itemsWithOwnBound = 'RecordInput';

// Deeper than any input of the schema; what is nested deeper is refused where it is read.
const deepest = 64;

/** Checks how long the lists are that a request hands in. Throws `LIST_TOO_LONG`. */
export class InputLists {
  readonly #holdLists = new Map<GraphQLNamedInputType, boolean>();

  /** @param most items that a list may have */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly most: number,
  ) {}

  /** Whether values of a type need be looked at. */
  mayHoldLists(type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    if (named.name === itemsWithOwnBound) return false;
    if (isListType(getNullableType(type))) return true;
    const known = this.#holdLists.get(named) ?? holdsLists(named, new Set());
    this.#holdLists.set(named, known);
    return known;
  }

  /** Checks a value as JSON gave it, which need not fit its type. */
  checkValue(type: GraphQLInputType, value: unknown, path: string, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth === deepest) return;
    if (!this.mayHoldLists(type)) return;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      // GraphQL takes a single item for a list of one.
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      this.#checkLength(items.length, path);
      for (const [index, item] of items.entries()) {
        this.checkValue(nullable.ofType, item, `${path}.${index}`, depth + 1);
      }
    } else if (isInputObjectType(nullable)) {
      for (const field of Object.values(nullable.getFields())) {
        if (!Object.hasOwn(value, field.name)) continue;
        const inner = (value as Readonly<Record<string, unknown>>)[field.name];
        this.checkValue(field.type, inner, `${path}.${field.name}`, depth + 1);
      }
    }
  }

  /** Checks the values that stand in a valid document itself. */
  checkDocument(document: DocumentNode): void {
    const typeInfo = new TypeInfo(this.schema);
    visit(
      document,
      visitWithTypeInfo(typeInfo, {
        Argument: ({ name, value }) => {
          const type = typeInfo.getArgument()?.type;
          if (type) this.#checkLiteral(type, value, name.value);
        },
        VariableDefinition: ({ variable, defaultValue }) => {
          const type = typeInfo.getInputType();
          if (type && defaultValue) this.#checkLiteral(type, defaultValue, variable.name.value);
        },
      }),
    );
  }

  #checkLiteral(type: GraphQLInputType, value: ValueNode, path: string): void {
    if (getNamedType(type).name === itemsWithOwnBound) return;
    const nullable = getNullableType(type);
    if (value.kind === Kind.LIST) {
      this.#checkLength(value.values.length, path);
      const itemType = isListType(nullable) ? nullable.ofType : type;
      for (const [index, item] of value.values.entries()) {
        this.#checkLiteral(itemType, item, `${path}.${index}`);
      }
    } else if (value.kind === Kind.OBJECT) {
      const named = getNamedType(type);
      const fields = isInputObjectType(named) ? named.getFields() : {};
      for (const { name, value: inner } of value.fields) {
        const field = fields[name.value];
        if (field) this.#checkLiteral(field.type, inner, `${path}.${name.value}`);
      }
    }
  }

  #checkLength(received: number, path: string) {
    if (received <= this.most) return;
    throw new RequestError(
      'LIST_TOO_LONG',
      `The list "${path}" has ${received} items; at most ${this.most} are allowed.`,
      path,
    );
  }
}

function holdsLists(type: GraphQLNamedInputType, seen: Set<GraphQLNamedInputType>): boolean {
  if (!isInputObjectType(type) || type.name === itemsWithOwnBound || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) =>
      isListType(getNullableType(field.type)) || holdsLists(getNamedType(field.type), seen),
  );
}

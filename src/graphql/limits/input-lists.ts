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
import { maxInputDepth } from './max-input-depth.js';

// The items of an import have a limit of their own, far above that of other lists.
const itemTypesWithOwnLimit: ReadonlySet<string> = new Set(['RecordInput', 'CorrectionInput']);

/** Checks the length of the lists in a request's input. Throws `LIST_TOO_LONG`. */
export class InputLists {
  readonly #typesWithLists = new Map<GraphQLNamedInputType, boolean>();

  /** @param maxLength the most items that a list may have */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly maxLength: number,
  ) {}

  /** Whether values of a type can contain lists, and so must be checked. */
  mayContainLists(type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    if (itemTypesWithOwnLimit.has(named.name)) return false;
    if (isListType(getNullableType(type))) return true;
    const known = this.#typesWithLists.get(named) ?? containsLists(named, new Set());
    this.#typesWithLists.set(named, known);
    return known;
  }

  /** Checks a value from JSON, which need not match its type. */
  checkValue(type: GraphQLInputType, value: unknown, path: string, depth = 0): void {
    if (typeof value !== 'object' || value === null || depth === maxInputDepth) return;
    if (!this.mayContainLists(type)) return;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      // GraphQL accepts a single item as a list of one.
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

  /** Checks the literal values in a valid document. */
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
    if (itemTypesWithOwnLimit.has(getNamedType(type).name)) return;
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
    if (received <= this.maxLength) return;
    throw new RequestError(
      'LIST_TOO_LONG',
      `The list "${path}" has ${received} items; at most ${this.maxLength} are allowed.`,
      path,
    );
  }
}

function containsLists(type: GraphQLNamedInputType, seen: Set<GraphQLNamedInputType>): boolean {
  if (!isInputObjectType(type) || itemTypesWithOwnLimit.has(type.name) || seen.has(type))
    return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) =>
      isListType(getNullableType(field.type)) || containsLists(getNamedType(field.type), seen),
  );
}

import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLField,
  getNamedType,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { defaultPageSize } from '../../paging/page.js';
import type { Factor, Term, Variables } from './cost-formula.js';
import { conditionCost, type FieldCost, getMaxSize } from './field-costs.js';
import { maxInputDepth } from './max-input-depth.js';

type Field = GraphQLField<unknown, unknown>;

/**
 * Turns the arguments of an operation's fields into the {@link Factor}s of its cost. In
 *
 *     query ($n: Int = 3, $or: [RecordFilter!], $all: Boolean!) {
 *       records(first: $n, filter: { text: "boat", or: $or }) { nodes @include(if: $all) { title } }
 *     }
 *
 * - `first: $n` is {@link pageSize}: 3 when `n` is not sent, 20 (the default page size) when it is null,
 *   100 (the maximum) when it is more or not a number
 * - `filter` is a term of {@link conditions}: 5 for each of its values; `"boat"` is one, and `$or` is as
 *   many as it contains when the request comes
 * - `@include(if: $all)` is {@link selected}: a factor of 1 or 0
 *
 * With `{ "or": [{ "site": "a.example" }], "all": true }` it costs 10 + 2 * 5 + 3 * 1 = 23: the list, two
 * conditions, three records. {@link file://./operation-cost.ts} puts these together.
 *
 * An argument is looked at once, when the document is new; what depends on variables stays a function.
 */
export class ArgumentsCost {
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>;

  constructor({ variableDefinitions = [] }: OperationDefinitionNode) {
    this.#defaults = new Map(
      variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    );
  }

  /** How many objects a list with `first` or `last` can contain at most. */
  pageSize(field: Field, node: FieldNode, cost: FieldCost): Factor {
    const maxSize = getMaxSize(cost);
    const sizes = ['first', 'last'].map((name) => this.#readArgument(field, node, name));
    return (variables) => {
      let largest: number | undefined;
      for (const size of sizes) {
        const value = size(variables);
        if (value == null) continue;
        // What is not a number is rejected where it is read; until then it counts as the maximum.
        largest = Math.max(largest ?? 0, typeof value === 'number' ? value : maxSize);
      }
      return Math.min(largest ?? defaultPageSize, maxSize);
    };
  }

  /** How many items an argument that is a list has. */
  listLength(node: FieldNode, name: string): Factor {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return given === undefined ? constant(0) : this.#countItems(given);
  }

  /** The cost of the values in the input objects among a field's arguments. */
  conditions(field: Field, node: FieldNode, { condition = conditionCost }: FieldCost): Term[] {
    if (condition === 0) return [];
    return (node.arguments ?? []).flatMap(({ name, value }) => {
      const type = field.args.find((arg) => arg.name === name.value)?.type;
      if (!isInputObjectType(getNamedType(type))) return [];
      return [{ amount: condition, factors: [this.#countValues(value)] }];
    });
  }

  /** Whether `@skip` and `@include` keep a selection (1 or 0). A selection without them has no factor. */
  selected(directives: readonly DirectiveNode[] | undefined): Factor[] {
    return (directives ?? []).flatMap((directive) => {
      const [condition] = directive.arguments ?? [];
      if (condition === undefined) return [];
      const value = this.#readScalar(condition.value);
      const isSkip = directive.name.value === 'skip';
      return [(variables: Variables) => (value(variables) === isSkip ? 0 : 1)];
    });
  }

  #readArgument(field: Field, node: FieldNode, name: string): (variables: Variables) => unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    const fallback: unknown = field.args.find((arg) => arg.name === name)?.defaultValue;
    if (given === undefined) return () => fallback;
    const value = this.#readScalar(given);
    return (variables) => {
      const received = value(variables);
      return received === undefined ? fallback : received;
    };
  }

  /** The value of a scalar; undefined where a variable has none. */
  #readScalar(node: ValueNode): (variables: Variables) => unknown {
    if (node.kind !== Kind.VARIABLE) return constant(readLiteral(node));
    const name = node.name.value;
    const defaultValue = this.#defaults.get(name);
    const fallback = defaultValue && readLiteral(defaultValue);
    return (variables) => (Object.hasOwn(variables, name) ? variables[name] : fallback);
  }

  /** How many items a list has. GraphQL accepts a single item as a list of one. */
  #countItems(node: ValueNode): Factor {
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      const defaultValue = this.#defaults.get(name);
      const fallback = defaultValue ? this.#countItems(defaultValue)({}) : 0;
      return (variables) =>
        Object.hasOwn(variables, name) ? countItems(variables[name]) : fallback;
    }
    if (node.kind === Kind.NULL) return constant(0);
    return constant(node.kind === Kind.LIST ? node.values.length : 1);
  }

  /** How many values an input contains. */
  #countValues(node: ValueNode): Factor {
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      const defaultValue = this.#defaults.get(name);
      const fallback = defaultValue ? this.#countValues(defaultValue)({}) : 0;
      return (variables) =>
        Object.hasOwn(variables, name) ? countValues(variables[name]) : fallback;
    }
    const parts =
      node.kind === Kind.OBJECT
        ? node.fields.map(({ value }) => this.#countValues(value))
        : node.kind === Kind.LIST && node.values.map((value) => this.#countValues(value));
    if (!parts) return constant(node.kind === Kind.NULL ? 0 : 1);
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  }
}

const constant =
  <Value>(value: Value) =>
  () =>
    value;

function readLiteral(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.NULL) return null;
  return 'value' in node ? node.value : undefined;
}

function countItems(value: unknown): number {
  if (value == null) return 0;
  return Array.isArray(value) ? value.length : 1;
}

function countValues(value: unknown, depth = 0): number {
  if (value == null) return 0;
  if (typeof value !== 'object' || depth === maxInputDepth) return 1;
  let values = 0;
  for (const inner of Object.values(value)) values += countValues(inner, depth + 1);
  return values;
}

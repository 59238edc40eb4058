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

type Field = GraphQLField<unknown, unknown>;

/** Reads the arguments of an operation's fields as far as they decide what it costs. */
export class ArgumentsCost {
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>;

  constructor({ variableDefinitions = [] }: OperationDefinitionNode) {
    this.#defaults = new Map(
      variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    );
  }

  /** How many objects a list with `first` has, before it is known whether they exist. */
  pageSize(field: Field, node: FieldNode, cost: FieldCost): Factor {
    const most = getMaxSize(cost);
    const sizes = ['first', 'last'].map((name) => this.#number(field, node, name));
    return (variables) => {
      let largest: number | undefined;
      for (const size of sizes) {
        const value = size(variables);
        // What is no number will be refused where it is read; until then it counts as the most.
        if (value != null)
          largest = Math.max(largest ?? 0, typeof value === 'number' ? value : most);
      }
      return Math.min(largest ?? defaultPageSize, most);
    };
  }

  /** How many items the list has that is an argument. */
  listLength(node: FieldNode, name: string): Factor {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return given === undefined ? constant(0) : this.#items(given);
  }

  /** What the values in the input objects of a field's arguments cost. */
  conditions(field: Field, node: FieldNode, { condition = conditionCost }: FieldCost): Term[] {
    if (condition === 0) return [];
    return (node.arguments ?? []).flatMap(({ name, value }) => {
      const type = field.args.find((arg) => arg.name === name.value)?.type;
      if (!isInputObjectType(getNamedType(type))) return [];
      return [{ amount: condition, factors: [this.#values(value)] }];
    });
  }

  /** Whether `@skip` and `@include` leave a selection in: what always is has no factor. */
  selected(directives: readonly DirectiveNode[] | undefined): Factor[] {
    return (directives ?? []).flatMap((directive) => {
      const [condition] = directive.arguments ?? [];
      if (condition === undefined) return [];
      const value = this.#value(condition.value);
      const leavesOut = directive.name.value === 'skip';
      return [(variables: Variables) => (value(variables) === leavesOut ? 0 : 1)];
    });
  }

  #number(field: Field, node: FieldNode, name: string): (variables: Variables) => unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    const fallback: unknown = field.args.find((arg) => arg.name === name)?.defaultValue;
    if (given === undefined) return () => fallback;
    const value = this.#value(given);
    return (variables) => {
      const received = value(variables);
      return received === undefined ? fallback : received;
    };
  }

  /** The value of a scalar; undefined where a variable has none. */
  #value(node: ValueNode): (variables: Variables) => unknown {
    if (node.kind !== Kind.VARIABLE) return constant(literal(node));
    const name = node.name.value;
    const byDefault = this.#defaults.get(name);
    const fallback = byDefault && literal(byDefault);
    return (variables) => (Object.hasOwn(variables, name) ? variables[name] : fallback);
  }

  /** How many items a list has. GraphQL takes a single item for a list of one. */
  #items(node: ValueNode): Factor {
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      const byDefault = this.#defaults.get(name);
      const fallback = byDefault ? this.#items(byDefault)({}) : 0;
      return (variables) => (Object.hasOwn(variables, name) ? itemsIn(variables[name]) : fallback);
    }
    if (node.kind === Kind.NULL) return constant(0);
    return constant(node.kind === Kind.LIST ? node.values.length : 1);
  }

  /** How many values an input holds. */
  #values(node: ValueNode): Factor {
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      const byDefault = this.#defaults.get(name);
      const fallback = byDefault ? this.#values(byDefault)({}) : 0;
      return (variables) => (Object.hasOwn(variables, name) ? valuesIn(variables[name]) : fallback);
    }
    const parts =
      node.kind === Kind.OBJECT
        ? node.fields.map(({ value }) => this.#values(value))
        : node.kind === Kind.LIST && node.values.map((value) => this.#values(value));
    if (!parts) return constant(node.kind === Kind.NULL ? 0 : 1);
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  }
}

const constant =
  <Value>(value: Value) =>
  () =>
    value;

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.NULL) return null;
  return 'value' in node ? node.value : undefined;
}

function itemsIn(value: unknown): number {
  if (value == null) return 0;
  return Array.isArray(value) ? value.length : 1;
}

// Deeper than any input that is not refused.
const deepest = 64;

function valuesIn(value: unknown, depth = 0): number {
  if (value == null) return 0;
  if (typeof value !== 'object' || depth === deepest) return 1;
  let values = 0;
  for (const inner of Object.values(value)) values += valuesIn(inner, depth + 1);
  return values;
}

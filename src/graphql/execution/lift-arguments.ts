import {
  type DocumentNode,
  type GraphQLInputType,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  type NameNode,
  TypeInfo,
  type ValueNode,
  type VariableNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { hasVariables } from '../ast/has-variables.js';

type Values = Readonly<Record<string, unknown>>;

/** A document whose arguments are all variables, and how to read the values that it had. */
export interface LiftedDocument {
  readonly document: DocumentNode;
  /**
   * Computes the values of its variables from the client's variables, as coerced by
   * `getVariableValues`. Undefined when an argument is invalid.
   */
  readonly readValues: (variables: Values) => Values | undefined;
}

/** The type of all variables of a {@link LiftedDocument}: it accepts any value unchanged. */
export const liftedType = new GraphQLScalarType({ name: 'ReadValue' });

interface Argument {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
  /** Undefined when it contains variables. */
  readonly constant: unknown;
}

/**
 * Replaces each argument of a field by a variable. What a client wrote must not reach a compiler:
 * graphql-jit executes some strings as code (those that contain its internal marker for dates), and the
 * code that it generates to read variables grows without end for a recursive input type.
 *
 * @param document a valid document
 */
export function liftArguments(schema: GraphQLSchema, document: DocumentNode): LiftedDocument {
  const types = new TypeInfo(schema);
  const found: Argument[] = [];
  const lifted: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Argument(node) {
        const type = types.getInputType();
        if (types.getDirective() || !type) return undefined;
        const name = `argument${found.length}`;
        const { value } = node;
        const constant = hasVariables(value) ? undefined : valueFromAST(value, type);
        found.push({ name, type, value, constant });
        return { ...node, value: variable(name) };
      },
    }),
  );
  const variableDefinitions = found.map(({ name }) => ({
    kind: Kind.VARIABLE_DEFINITION as const,
    variable: variable(name),
    type: namedType,
  }));
  const definitions = lifted.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, variableDefinitions }
      : definition,
  );
  return {
    document: { ...lifted, definitions },
    readValues: (variables) => valuesOf(found, variables),
  };
}

function valuesOf(found: readonly Argument[], variables: Values): Values | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, type, value, constant } of found) {
    // An argument is omitted when its variable is.
    if (value.kind === Kind.VARIABLE && !Object.hasOwn(variables, value.name.value)) continue;
    const argument = constant === undefined ? valueFromAST(value, type, variables) : constant;
    if (argument === undefined) return undefined;
    values[name] = argument;
  }
  return values;
}

const name = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable = (text: string): VariableNode => ({ kind: Kind.VARIABLE, name: name(text) });
const namedType: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: name(liftedType.name) };

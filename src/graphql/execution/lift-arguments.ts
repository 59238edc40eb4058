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

/** A document without any value of its client's, and what reads those that it had. */
export interface LiftedDocument {
  readonly document: DocumentNode;
  /**
   * The values of its variables, from the variables of the client as `getVariableValues` read them.
   * Undefined when an argument is at fault.
   */
  readonly readValues: (variables: Values) => Values | undefined;
}

/** The type of all the variables of a {@link LiftedDocument}, which takes any value as it is. */
export const liftedType = new GraphQLScalarType({ name: 'ReadValue' });

interface Argument {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
  /** Undefined where variables have a part in it. */
  readonly constant: unknown;
}

/**
 * Puts a variable in the place of each argument of a field. What a client wrote must not reach a
 * compiler: graphql-jit runs some texts as code (those that hold its own marks for dates), and what
 * it reads variables with grows without end for an input type that holds itself.
 *
 * @param document a valid one
 */
export function liftArguments(schema: GraphQLSchema, document: DocumentNode): LiftedDocument {
  const types = new TypeInfo(schema);
  const found: Argument[] = [];
  const bare: DocumentNode = visit(
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
  const definitions = bare.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, variableDefinitions }
      : definition,
  );
  return {
    document: { ...bare, definitions },
    readValues: (variables) => valuesOf(found, variables),
  };
}

function valuesOf(found: readonly Argument[], variables: Values): Values | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, type, value, constant } of found) {
    // An argument whose variable is left out is left out itself.
    if (value.kind === Kind.VARIABLE && !Object.hasOwn(variables, value.name.value)) continue;
    const read = constant === undefined ? valueFromAST(value, type, variables) : constant;
    if (read === undefined) return undefined;
    values[name] = read;
  }
  return values;
}

const name = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable = (text: string): VariableNode => ({ kind: Kind.VARIABLE, name: name(text) });
const namedType: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: name(liftedType.name) };

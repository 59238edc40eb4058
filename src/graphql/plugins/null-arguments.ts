import type { ApolloServerPlugin } from '@apollo/server';
import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  isValueNode,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Makes a client's fault of what graphql-js throws while it executes for a variable that is null. By
 * the specification such a variable passes validation where a default, its own or that of the argument,
 * stands for what is left out: null is none.
 */
export function nullArgumentsPlugin(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, document, request: { variables = {} } }) {
          for (const error of errors) {
            const value = document && refusedValue(error);
            if (!value) continue;
            const found = nullWithin(schema, document, value, (name) => variables[name] === null);
            if (found) Object.assign(error, inputFault(error, found));
          }
        },
      };
    },
  };
}

/** The value of an argument that was refused while it was executed. */
function refusedValue({ message, nodes, extensions }: GraphQLError): ASTNode | undefined {
  const isRefused = /^Argument "\w+" (?:of non-null type|has invalid value) /.test(message);
  return isRefused && extensions.code === undefined ? nodes?.[0] : undefined;
}

interface NullVariable {
  readonly name: string;
  /** The argument, with a dotted path for a field of an input. */
  readonly argument: string;
}

function inputFault({ extensions }: GraphQLError, { name, argument }: NullVariable) {
  return {
    message: `The variable "$${name}" is null, but the argument "${argument}" must not be null; omit the variable to use the default.`,
    extensions: { ...extensions, code: 'BAD_USER_INPUT', argument },
  };
}

/** What a node adds to the path of an argument, in the form in which GraphQL writes paths in variables. */
function stepTo(node: ASTNode, key: string | number | undefined): string | undefined {
  if (node.kind === Kind.ARGUMENT) return node.name.value;
  if (node.kind === Kind.OBJECT_FIELD) return `.${node.name.value}`;
  const isItem = typeof key === 'number' && isValueNode(node);
  return isItem ? `[${key}]` : undefined;
}

/** The variable within a value that is null where its type allows none. */
function nullWithin(
  schema: GraphQLSchema,
  document: DocumentNode,
  value: ASTNode,
  isNull: (name: string) => boolean,
): NullVariable | undefined {
  const types = new TypeInfo(schema);
  const path: string[] = [];
  let found: NullVariable | undefined;
  let isInside = false;
  const visitor = {
    enter(node: ASTNode, key: string | number | undefined) {
      if (node === value) isInside = true;
      const step = stepTo(node, key);
      if (step !== undefined) path.push(step);
      if (!isInside || node.kind !== Kind.VARIABLE) return undefined;
      const name = node.name.value;
      if (!isNonNullType(types.getInputType()) || !isNull(name)) return undefined;
      found = { name, argument: path.join('') };
      return BREAK;
    },
    leave(node: ASTNode, key: string | number | undefined) {
      if (stepTo(node, key) !== undefined) path.pop();
      return node === value ? BREAK : undefined;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return found;
}

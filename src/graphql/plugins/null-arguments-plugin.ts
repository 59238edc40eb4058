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
 * Reports what GraphQL.js throws during execution for a variable that is null as the client's fault. By
 * the specification, such a variable passes validation if it or the argument has a default, which only
 * replaces a missing value, not null.
 */
export function nullArgumentsPlugin(schema: GraphQLSchema): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, document, request: { variables = {} } }) {
          for (const error of errors) {
            const value = document && findRejectedValue(error);
            if (!value) continue;
            const found = findNull(schema, document, value, (name) => variables[name] === null);
            if (found) Object.assign(error, toInputFault(error, found));
          }
        },
      };
    },
  };
}

/** The value of an argument that was rejected during execution. */
function findRejectedValue({ message, nodes, extensions }: GraphQLError): ASTNode | undefined {
  const isRejected = /^Argument "\w+" (?:of non-null type|has invalid value) /.test(message);
  return isRejected && extensions.code === undefined ? nodes?.[0] : undefined;
}

interface NullVariable {
  readonly name: string;
  /** The dotted path of the argument or input field. */
  readonly argument: string;
}

function toInputFault({ extensions }: GraphQLError, { name, argument }: NullVariable) {
  return {
    message: `The variable "$${name}" is null, but the argument "${argument}" must not be null; omit the variable to use the default.`,
    extensions: { ...extensions, code: 'BAD_USER_INPUT', argument },
  };
}

/** What a node adds to the path of an argument, in GraphQL.js's notation for paths in variables. */
function getPathStep(node: ASTNode, key: string | number | undefined): string | undefined {
  if (node.kind === Kind.ARGUMENT) return node.name.value;
  if (node.kind === Kind.OBJECT_FIELD) return `.${node.name.value}`;
  const isItem = typeof key === 'number' && isValueNode(node);
  return isItem ? `[${key}]` : undefined;
}

/** Finds the variable within a value that is null where the type is non-null. */
function findNull(
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
      const step = getPathStep(node, key);
      if (step !== undefined) path.push(step);
      if (!isInside || node.kind !== Kind.VARIABLE) return undefined;
      const name = node.name.value;
      if (!isNonNullType(types.getInputType()) || !isNull(name)) return undefined;
      found = { name, argument: path.join('') };
      return BREAK;
    },
    leave(node: ASTNode, key: string | number | undefined) {
      if (getPathStep(node, key) !== undefined) path.pop();
      return node === value ? BREAK : undefined;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return found;
}

import {
  type DocumentNode,
  type execute,
  GraphQLScalarType,
  GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';

type Result = ReturnType<typeof execute>;

/** Executes one query with the variables that a client sent; fails as `execute` of graphql-js does. */
export type QueryPlan = (context: unknown, variables: Readonly<Record<string, unknown>>) => Result;

// Compiling takes as long as some twenty executions, so a document must have come back first.
const usesBeforeCompiling = 20;

interface Operation {
  uses: number;
  /** Null for what cannot be compiled; undefined before it was tried. */
  plan?: QueryPlan | null;
}

// What graphql-jit reads variables with grows without end for an input type that holds itself, like
// `RecordFilter`. So they are read by graphql-js, and it takes them as they are.
const readVariable = new GraphQLScalarType({ name: 'ReadVariable' });

/**
 * Compiles queries that come again and again to JavaScript, by graphql-jit; mutations are not worth
 * it, whose time goes elsewhere. Plans are kept as long as the GraphQL engine keeps the document.
 */
export class QueryPlans {
  readonly #operations = new WeakMap<DocumentNode, Map<string, Operation>>();
  readonly #compilerSchema: GraphQLSchema;

  constructor(private readonly schema: GraphQLSchema) {
    const config = schema.toConfig();
    this.#compilerSchema = new GraphQLSchema({ ...config, types: [...config.types, readVariable] });
  }

  /** The plan of an operation of a valid document, once it was asked for often enough. */
  planOf(document: DocumentNode, operationName = ''): QueryPlan | undefined {
    const operation = this.#operationOf(document, operationName);
    operation.uses++;
    if (operation.plan === undefined && operation.uses >= usesBeforeCompiling) {
      this.prepare(document, operationName);
    }
    return operation.plan ?? undefined;
  }

  /** Compiles an operation before it is asked for. */
  prepare(document: DocumentNode, operationName = ''): void {
    const plan = this.#compiled(document, operationName);
    this.#operationOf(document, operationName).plan = plan ?? null;
  }

  #operationOf(document: DocumentNode, name: string): Operation {
    let operations = this.#operations.get(document);
    if (operations === undefined) {
      operations = new Map();
      this.#operations.set(document, operations);
    }
    let operation = operations.get(name);
    if (operation === undefined) {
      operation = { uses: 0 };
      operations.set(name, operation);
    }
    return operation;
  }

  #compiled(document: DocumentNode, name: string): QueryPlan | undefined {
    const operation = getOperationAST(document, name || null);
    if (operation?.operation !== 'query') return undefined;
    const compiled = compileQuery(
      this.#compilerSchema,
      withReadVariables(document),
      name || undefined,
    );
    return isCompiledQuery(compiled) ? this.#planned(operation, compiled) : undefined;
  }

  #planned(
    { variableDefinitions = [] }: OperationDefinitionNode,
    { query }: CompiledQuery,
  ): QueryPlan {
    return (context, variables) => {
      const { errors, coerced } = getVariableValues(this.schema, variableDefinitions, variables, {
        maxErrors: 50,
      });
      return errors ? { errors } : (query(undefined, context, coerced) as Result);
    };
  }
}

function withReadVariables(document: DocumentNode): DocumentNode {
  return visit(document, {
    VariableDefinition: ({ variable }) => ({
      kind: Kind.VARIABLE_DEFINITION,
      variable,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: readVariable.name } },
    }),
  });
}

import {
  BREAK,
  type DocumentNode,
  execute,
  GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { type BareDocument, bareDocument, readValue } from './bare-document.js';

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

/**
 * Compiles queries that come again and again to JavaScript, by graphql-jit; mutations are not worth
 * it, whose time goes elsewhere. Plans are kept as long as the GraphQL engine keeps the document.
 */
export class QueryPlans {
  readonly #operations = new WeakMap<DocumentNode, Map<string, Operation>>();
  readonly #compilerSchema: GraphQLSchema;

  constructor(private readonly schema: GraphQLSchema) {
    const config = schema.toConfig();
    this.#compilerSchema = new GraphQLSchema({ ...config, types: [...config.types, readValue] });
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
    if (!isCompilable(document)) return undefined;
    const bare = bareDocument(this.schema, document);
    const compiled = compileQuery(this.#compilerSchema, bare.document, name || undefined);
    return isCompiledQuery(compiled)
      ? this.#planned(document, operation, bare, compiled)
      : undefined;
  }

  #planned(
    document: DocumentNode,
    { name, variableDefinitions = [] }: OperationDefinitionNode,
    { valuesFrom }: BareDocument,
    { query }: CompiledQuery,
  ): QueryPlan {
    return (contextValue, variableValues) => {
      const { schema } = this;
      const { errors, coerced } = getVariableValues(schema, variableDefinitions, variableValues, {
        maxErrors: 50,
      });
      if (errors) return { errors };
      const values = valuesFrom(coerced);
      if (values) return query(undefined, contextValue, values) as Result;
      // It says what is wrong with an argument.
      const operationName = name?.value;
      return execute({ schema, document, contextValue, variableValues, operationName });
    };
  }
}

/**
 * Whether graphql-jit executes a document as graphql-js does. It does not where a condition stands at
 * a fragment that is used twice, which then holds for both, nor for an alias that is no plain key.
 */
function isCompilable(document: DocumentNode): boolean {
  let isCompilable = true;
  const refuse = () => {
    isCompilable = false;
    return BREAK;
  };
  visit(document, {
    Directive: refuse,
    Field: ({ alias }) => (alias?.value === '__proto__' ? refuse() : undefined),
  });
  return isCompilable;
}

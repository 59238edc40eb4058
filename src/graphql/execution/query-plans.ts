import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { type LiftedDocument, liftArguments, liftedType } from './lift-arguments.js';
import { normalizeErrors } from './normalize-errors.js';

/** Executes one query with the variables that a client sent; fails as `execute` of GraphQL.js does. */
export type QueryPlan = (
  context: unknown,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

/**
 * Compiles queries to JavaScript with graphql-jit, but only trusted documents: what strangers send is
 * never given to a compiler. Mutations are not worth it, as they spend their time elsewhere. A plan
 * lives as long as its document.
 */
export class QueryPlans {
  readonly #plans = new WeakMap<DocumentNode, Map<string, QueryPlan>>();
  readonly #compilerSchema: GraphQLSchema;

  constructor(private readonly schema: GraphQLSchema) {
    const config = schema.toConfig();
    this.#compilerSchema = new GraphQLSchema({ ...config, types: [...config.types, liftedType] });
  }

  /** The plan of an operation; undefined unless it was prepared and could be compiled. */
  getPlan(document: DocumentNode, operationName = ''): QueryPlan | undefined {
    return this.#plans.get(document)?.get(operationName);
  }

  /** Compiles an operation of a valid document. */
  prepare(document: DocumentNode, operationName = ''): void {
    const plan = this.#compile(document, operationName);
    if (plan === undefined) return;
    const plans = this.#plans.get(document) ?? new Map<string, QueryPlan>();
    this.#plans.set(document, plans.set(operationName, plan));
  }

  #compile(document: DocumentNode, name: string): QueryPlan | undefined {
    const operation = getOperationAST(document, name || null);
    if (operation?.operation !== 'query') return undefined;
    if (!isCompilable(document)) return undefined;
    const lifted = liftArguments(this.schema, document);
    const compiled = compileQuery(this.#compilerSchema, lifted.document, name || undefined);
    return isCompiledQuery(compiled)
      ? this.#createPlan(document, operation, lifted, compiled)
      : undefined;
  }

  #createPlan(
    document: DocumentNode,
    { name, variableDefinitions = [] }: OperationDefinitionNode,
    { readValues }: LiftedDocument,
    { query }: CompiledQuery,
  ): QueryPlan {
    return async (contextValue, variableValues) => {
      const { schema } = this;
      const { errors, coerced } = getVariableValues(schema, variableDefinitions, variableValues, {
        maxErrors: 50,
      });
      if (errors) return { errors };
      const values = readValues(coerced);
      if (values) return normalizeErrors(await query(undefined, contextValue, values));
      // GraphQL.js says what is wrong with an argument.
      const operationName = name?.value;
      return execute({ schema, document, contextValue, variableValues, operationName });
    };
  }
}

/**
 * Whether graphql-jit executes a document as GraphQL.js does. It does not when a fragment that is used
 * twice has a condition at one use, which then applies to both, nor for the alias `__proto__`.
 */
function isCompilable(document: DocumentNode): boolean {
  let isEqual = true;
  const reject = () => {
    isEqual = false;
    return BREAK;
  };
  visit(document, {
    Directive: reject,
    Field: ({ alias }) => (alias?.value === '__proto__' ? reject() : undefined),
  });
  return isEqual;
}

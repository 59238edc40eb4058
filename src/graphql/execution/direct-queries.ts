import type {
  DocumentNode,
  ExecutionResult,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { RequestError } from '../../errors/request-error.js';
import type { ExecutedOperation, FindVariableScopes } from '../access/executed-operation.js';
import { fragmentsByName, isOperation } from '../ast/definitions.js';
import type { Context, ExecutionNotes } from '../context.js';
import type { DocumentInfo } from '../documents/document-info.js';
import type { RequestLimits } from '../limits/request-limits.js';
import { findInexactNumber } from '../plugins/exact-numbers-plugin.js';
import type { CachePolicy } from './cache-policy.js';
import type { DocumentStore } from './document-store.js';
import type { QueryPlan, QueryPlans } from './query-plans.js';

type Variables = ExecutedOperation['variables'];

/** What a request asks for, as it was sent. */
export interface DirectRequest {
  readonly document?: DocumentInfo | undefined;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** What direct execution needs of the GraphQL server. */
export interface DirectQueriesParts {
  readonly schema: GraphQLSchema;
  readonly store: DocumentStore;
  readonly plans: QueryPlans;
  readonly limits: RequestLimits;
  readonly findVariableScopes: FindVariableScopes;
  readonly findCachePolicy: (document: DocumentNode) => CachePolicy;
  /** Charges an operation to its caller; returns whether it may be executed. */
  readonly charge: (notes: ExecutionNotes) => Promise<boolean>;
}

/** A trusted query, and all that does not depend on the request. */
interface DirectQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ExecutedOperation['fragments'];
  readonly plan: QueryPlan;
  readonly policy: CachePolicy;
}

/**
 * Executes compiled queries without Apollo Server's request pipeline, which takes longer than the query
 * itself. Only requests that have a key in the response cache come here: the cache would answer them
 * without the pipeline as well. Whatever is not a plain success is left to Apollo Server, which then gets
 * the result that there already is, so that errors are the same either way.
 */
export class DirectQueries {
  readonly #known = new WeakMap<DocumentNode, Map<string, DirectQuery>>();

  constructor(private readonly parts: DirectQueriesParts) {}

  /** The query that a request asks for; undefined if Apollo Server has to execute it. */
  find({ document, operationName }: DirectRequest): DirectQuery | undefined {
    const parsed = document && this.parts.store.getTrusted(document.hash);
    if (document === undefined || parsed === undefined) return undefined;
    const [only = '', ...others] = document.operationTypes.keys();
    const name = operationName ?? (others.length === 0 ? only : undefined);
    if (typeof name !== 'string') return undefined;
    const known = this.#known.get(parsed) ?? new Map<string, DirectQuery>();
    const query = known.get(name) ?? this.#prepare(parsed, name);
    if (query) this.#known.set(parsed, known.set(name, query));
    return query;
  }

  /** Executes it. Returns the body of the response, or undefined if Apollo Server has to make that. */
  async execute(
    query: DirectQuery,
    { variables = null }: DirectRequest,
    context: Context,
  ): Promise<string | undefined> {
    const { notes } = context;
    const values = variables ?? {};
    if (!isRecord(values) || !this.#passesChecks(query, values, notes)) return undefined;
    if (!(await this.parts.charge(notes))) return undefined;
    const execution = query.plan(context, values);
    notes.execution = execution;
    const result = await execution.catch((): ExecutionResult => ({}));
    if (result.errors !== undefined || !result.data) return undefined;
    notes.cachePolicy = query.policy;
    return `${JSON.stringify({ data: result.data })}\n`;
  }

  #prepare(document: DocumentNode, name: string): DirectQuery | undefined {
    const { plans, findCachePolicy } = this.parts;
    const plan = plans.getPlan(document, name);
    const operation = document.definitions
      .filter(isOperation)
      .find((each) => (each.name?.value ?? '') === name);
    if (plan === undefined || operation === undefined) return undefined;
    const fragments = fragmentsByName(document);
    return { document, operation, fragments, plan, policy: findCachePolicy(document) };
  }

  /** The checks of Apollo Server's plugins, in their order. */
  #passesChecks(
    { document, operation, fragments }: DirectQuery,
    variables: Variables,
    notes: ExecutionNotes,
  ): boolean {
    const { schema, limits, findVariableScopes } = this.parts;
    try {
      notes.cost = limits.checkRequest(document, operation, variables).requested;
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
    const scopes = findVariableScopes({ schema, operation, fragments, variables });
    return scopes.length === 0 && findInexactNumber(variables) === undefined;
  }
}

const isRecord = (value: unknown): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

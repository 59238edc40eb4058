import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
} from 'graphql';
import type { Limits } from '../../config/limits.js';
import { RequestError } from '../../errors/request-error.js';
import type { Variables } from './cost-formula.js';
import { checkDocumentLimits } from './document-limits.js';
import { InputLists } from './input-lists.js';
import { createCostFunction } from './operation-cost.js';

/** What an operation costs with its variables, and the maximum. */
export interface RequestCost {
  readonly requested: number;
  readonly maximum: number;
}

type RequestCheck = (variables: Variables) => RequestCost;

/**
 * Checks the limits of requests before they are executed: a document once, when it is new, and what
 * depends on variables with each request.
 */
export class RequestLimits {
  readonly #lists: InputLists;
  readonly #checks = new WeakMap<OperationDefinitionNode, RequestCheck>();

  /**
   * @param isTrusted whether a document is in a manifest; such a document only has to respect the
   * limits of cost and list length. Called only for documents that exceed another limit
   */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: Limits,
    private readonly isTrusted: (document: DocumentNode) => boolean,
  ) {
    this.#lists = new InputLists(schema, limits.listItems);
  }

  /** Checks a document before it is validated; see {@link checkDocumentLimits}. */
  checkDocument(document: DocumentNode): void {
    try {
      checkDocumentLimits(document, this.limits);
    } catch (error) {
      if (!this.isTrusted(document)) throw error;
    }
  }

  /**
   * Checks a request. Takes microseconds for a document that has been seen before.
   * Throws `LIST_TOO_LONG` or `COST_TOO_HIGH`.
   *
   * @param document a valid one
   * @param operation the one of its operations that is executed
   * @param variables as the client sent them
   */
  checkRequest(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables = {},
  ): RequestCost {
    let check = this.#checks.get(operation);
    if (check === undefined) {
      check = this.#createCheck(document, operation);
      this.#checks.set(operation, check);
    }
    return check(variables);
  }

  #createCheck(document: DocumentNode, operation: OperationDefinitionNode): RequestCheck {
    const { cost: maximum } = this.limits;
    this.#lists.checkDocument(document);
    const cost = createCostFunction(this.schema, operation, document);
    const lists = this.#variablesWithLists(operation);
    return (variables) => {
      for (const { name, type } of lists) {
        if (Object.hasOwn(variables, name)) this.#lists.checkValue(type, variables[name], name);
      }
      const requested = cost(variables);
      if (requested <= maximum) return { requested, maximum };
      throw new RequestError(
        'COST_TOO_HIGH',
        `The operation costs ${requested}; at most ${maximum} is allowed. Request smaller pages, or fewer fields within lists.`,
      );
    };
  }

  #variablesWithLists({ variableDefinitions = [] }: OperationDefinitionNode) {
    return variableDefinitions.flatMap(({ variable, type: node }) => {
      const type = toInputType(this.schema, node);
      const mayContainLists = type !== undefined && this.#lists.mayContainLists(type);
      return mayContainLists ? [{ name: variable.name.value, type }] : [];
    });
  }
}

function toInputType(schema: GraphQLSchema, node: TypeNode): GraphQLInputType | undefined {
  const type = typeFromAST(schema, node as NamedTypeNode);
  return isInputType(type) ? type : undefined;
}

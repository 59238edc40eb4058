import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsByName } from '../ast/definitions.js';
import { ArgumentsCost } from './arguments-cost.js';
import { type Amount, FormulaBook, type Term, type Variables } from './cost-formula.js';
import { fieldCosts, listCost } from './field-costs.js';

/** What a selection costs: once, and for each object of the page it is selected from. */
interface SelectionCost {
  readonly once: Amount;
  readonly each: Amount;
}

const free: SelectionCost = { once: 0, each: 0 };

/**
 * Computes what an operation costs at most, as a function of its variables; see {@link FormulaBook} for
 * an example. An object costs 1; a list costs 10, and as many objects as `first` or `last` ask for (20
 * when neither is given), so nested lists multiply; a value in a filter costs 5; scalars, edges and
 * introspection cost nothing; the exceptions are in {@link fieldCosts}. The selections for the types of
 * an interface are added up, though each object has only one of the types.
 *
 * @param document a valid one that contains the operation
 */
export function createCostFunction(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): (variables: Variables) => number {
  const book = new FormulaBook();
  const args = new ArgumentsCost(operation);
  const fragments = fragmentsByName(document);
  const costsOfFragments = new Map<string, SelectionCost>();

  function costSelections(type: GraphQLNamedType, { selections }: SelectionSetNode): SelectionCost {
    const once: Term[] = [];
    const each: Term[] = [];
    for (const selection of selections) {
      const factors = args.selected(selection.directives);
      let cost: SelectionCost;
      if (selection.kind === Kind.FIELD) {
        cost = costField(type, selection);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        cost = costFragment(selection.name.value);
      } else {
        const condition = selection.typeCondition?.name.value;
        cost = costSelections(
          (condition && schema.getType(condition)) || type,
          selection.selectionSet,
        );
      }
      once.push({ amount: cost.once, factors });
      each.push({ amount: cost.each, factors });
    }
    return { once: book.sum(once), each: book.sum(each) };
  }

  function costFragment(name: string): SelectionCost {
    const known = costsOfFragments.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || fragment === undefined) return known ?? free;
    const type = schema.getType(fragment.typeCondition.name.value);
    const cost = type === undefined ? free : costSelections(type, fragment.selectionSet);
    costsOfFragments.set(name, cost);
    return cost;
  }

  function costField(parent: GraphQLNamedType, node: FieldNode): SelectionCost {
    const field = findField(parent, node.name.value);
    if (field === undefined) return free;
    const type = getNamedType(field.type);
    const cost = fieldCosts[`${parent.name}.${field.name}`] ?? {};
    const inner = node.selectionSet ? costSelections(type, node.selectionSet) : free;
    const object = book.sum([{ amount: getObjectCost(type, cost.each) }, { amount: inner.once }]);
    const isList = isListType(getNullableType(field.type));
    const isOfPage = isConnection(parent) && /^(edges|nodes)$/.test(field.name);
    if (isOfPage) return { once: 0, each: object };
    const isPaged = field.args.some(({ name }) => name === 'first');
    const factors = isPaged
      ? [args.pageSize(field, node, cost)]
      : cost.listedBy === undefined
        ? []
        : [args.listLength(node, cost.listedBy)];
    const terms = [
      { amount: cost.once ?? (isPaged ? listCost : 0) },
      ...args.conditions(field, node, cost),
      ...(isList
        ? [{ amount: object, factors }]
        : [{ amount: object }, { amount: inner.each, factors }]),
    ];
    return { once: book.sum(terms), each: 0 };
  }

  const root = schema.getRootType(operation.operation);
  const { once } = root ? costSelections(root, operation.selectionSet) : free;
  return (variables) => Math.ceil(book.evaluate(variables)(once));
}

/** Undefined for `__typename` and introspection. */
function findField(
  type: GraphQLNamedType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

const isConnection = ({ name }: GraphQLNamedType) => name.endsWith('Connection');

/** Connections, edges and page infos cost nothing by themselves. */
function getObjectCost(type: GraphQLNamedType, each = 1): number {
  return isLeafType(type) || isConnection(type) || /Edge$|^PageInfo$/.test(type.name) ? 0 : each;
}

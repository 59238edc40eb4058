import {
  type FieldNode,
  type GraphQLField,
  getArgumentValues,
  getVariableValues,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ExecutedOperation } from '../graphql/access/executed-operation.js';
import type { ScopeRequirement } from '../viewer/scopes.js';
import { type NodeName, parseGlobalId } from './global-id.js';

/** What reading an object by its id requires. */
const nodeScopes: Readonly<Record<NodeName, ScopeRequirement>> = {
  Import: [['imports:read'], ['imports:read-all']],
  Record: [['records:read']],
  Site: [['records:read']],
};

/**
 * The scopes that the fields `node` and `nodes` of an operation require for their ids:
 * those of the ids' types, which are known from the variables only.
 */
export function findNodeScopes(executed: ExecutedOperation): readonly ScopeRequirement[] {
  const { schema, operation } = executed;
  const fields = schema.getQueryType()?.getFields() ?? {};
  const found = new Map<NodeName, ScopeRequirement>();
  let variables: Readonly<Record<string, unknown>> | undefined;
  for (const field of rootFields(operation.selectionSet, executed.fragments)) {
    const definition = fields[field.name.value];
    if (definition === undefined || !/^nodes?$/.test(definition.name)) continue;
    variables ??= coerceVariables(executed);
    for (const id of readIds(definition, field, variables)) {
      const key = parseGlobalId(id);
      if (key) found.set(key.type, nodeScopes[key.type]);
    }
  }
  return [...found.values()];
}

function* rootFields(
  { selections }: SelectionSetNode,
  fragments: ExecutedOperation['fragments'],
  seen = new Set<string>(),
): Generator<FieldNode> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      yield* rootFields(selection.selectionSet, fragments, seen);
    } else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) yield* rootFields(fragment.selectionSet, fragments, seen);
    }
  }
}

function coerceVariables({ schema, operation, variables }: ExecutedOperation) {
  const { coerced = {} } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables,
  );
  return coerced;
}

function readIds(
  definition: GraphQLField<unknown, unknown>,
  field: FieldNode,
  variables: ExecutedOperation['variables'],
): readonly string[] {
  try {
    const { id, ids = [id] } = getArgumentValues(definition, field, variables) as {
      id?: string;
      ids?: readonly (string | undefined)[];
    };
    return ids.filter((each) => typeof each === 'string');
  } catch {
    // Rejected on execution.
    return [];
  }
}

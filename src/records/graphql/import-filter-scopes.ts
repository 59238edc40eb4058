import { Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { ExecutedOperation } from '../../graphql/access/executed-operation.js';
import type { ScopeRequirement } from '../../viewer/scopes.js';

/** What filtering records by their import requires, as `Record.import` does. */
const readImports: ScopeRequirement = [['imports:read'], ['imports:read-all']];

/** How a document may filter by an import. */
interface ImportFilters {
  /** Whether it says `import`, with anything but null, in a filter or as the default of a variable. */
  readonly isWritten: boolean;
  /** The variables that are filters, or lists of them. */
  readonly variables: readonly string[];
}

const known = new WeakMap<OperationDefinitionNode, ImportFilters>();

/** The scopes that an operation requires because it filters records by an import (`RecordFilter.import`). */
export function findImportFilterScopes(executed: ExecutedOperation): readonly ScopeRequirement[] {
  const { operation, variables } = executed;
  const filters = known.get(operation) ?? findFilters(executed);
  known.set(operation, filters);
  const isUsed =
    filters.isWritten || filters.variables.some((name) => namesImport(variables[name]));
  return isUsed ? [readImports] : [];
}

function findFilters({ operation, fragments }: ExecutedOperation): ImportFilters {
  const variables: string[] = [];
  let isWritten = false;
  for (const definition of [operation, ...fragments.values()]) {
    visit(definition, {
      // No other input object has a field of this name.
      ObjectField({ name, value }) {
        if (name.value === 'import' && value.kind !== Kind.NULL) isWritten = true;
      },
      VariableDefinition({ variable, type }) {
        let named = type;
        while (named.kind !== Kind.NAMED_TYPE) named = named.type;
        if (named.name.value === 'RecordFilter') variables.push(variable.name.value);
      },
    });
  }
  return { isWritten, variables };
}

// Filters that are nested deeper are rejected, see `filterToCondition`.
const maxDepth = 32;

function namesImport(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth === maxDepth) return false;
  const isNamed = (value as { readonly import?: unknown }).import != null;
  return isNamed || Object.values(value).some((inner) => namesImport(inner, depth + 1));
}

import { type GraphQLSchema, isObjectType } from 'graphql';
import type { ScopeRequirement } from '../../viewer/scopes.js';
import { readRequiredScopes } from './requires-scopes.js';

/** A type or field that some viewers could select before, and no longer can. */
export interface StricterScopes {
  /** Its coordinate, like `Query.records`. */
  readonly coordinate: string;
  /** What it requires now. */
  readonly required: ScopeRequirement;
}

/** The types and fields of both schemas that require more scopes in the second one. */
export function findStricterScopes(
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly StricterScopes[] {
  const found: StricterScopes[] = [];
  function compare(coordinate: string, ...parts: Parameters<typeof readRequiredScopes>[0][]): void {
    const [old = everybody, required = everybody] = parts.map(readRequiredScopes);
    if (isStricter(old, required)) found.push({ coordinate, required });
  }
  for (const type of Object.values(after.getTypeMap())) {
    const old = before.getType(type.name);
    if (!isObjectType(type) || !isObjectType(old)) continue;
    compare(type.name, old, type);
    const oldFields = old.getFields();
    for (const [name, field] of Object.entries(type.getFields())) {
      const oldField = oldFields[name];
      if (oldField) compare(`${type.name}.${name}`, oldField, field);
    }
  }
  return found;
}

const everybody: ScopeRequirement = [[]];

/** Whether one of the old alternatives satisfies none of the new ones. */
function isStricter(old: ScopeRequirement, required: ScopeRequirement): boolean {
  if (required.length === 0) return false;
  const alternatives = old.length === 0 ? everybody : old;
  return alternatives.some(
    (held) => !required.some((all) => all.every((scope) => held.includes(scope))),
  );
}

/**
 * What viewers may be allowed to do. The page docs/reference/scopes.md is generated from this list.
 */
export const scopes = {
  'records:read': 'Search and read records and sites, over GraphQL and `GET /v1/`.',
  'records:export': 'Export records: `GET /v1/export`.',
  'imports:write':
    'Import items and rows: `bulkImport` and `POST /v1/bulk`, with the rejections in their responses.',
  'imports:read': "Read one's own imports and their rejected items.",
  'imports:read-all': "Read everybody's imports and their rejected items.",
  ops: 'In production: introspection and the pages for writing queries.',
} as const;

/** The name of a scope. */
export type Scope = keyof typeof scopes;

/** All scopes, in the order of the documentation. */
export const scopeNames = Object.keys(scopes) as readonly Scope[];

/** The scopes that a viewer has. */
export type ScopeSet = ReadonlySet<Scope>;

/** Every scope. */
export const allScopes: ScopeSet = new Set(scopeNames);

/** Whether a string names a scope. */
export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopes, text);
}

/**
 * The alternatives of which a viewer must satisfy one, each a list of scopes that it must have; as in the
 * directive `@requiresScopes` of Apollo Federation. An empty list is satisfied by everybody.
 */
export type ScopeRequirement = readonly (readonly Scope[])[];

/** The requirement of a single scope. */
export function requireScope(scope: Scope): ScopeRequirement {
  return [[scope]];
}

/**
 * The scopes that are missing to satisfy all requirements, by their first alternatives; empty if they are
 * satisfied.
 */
export function findMissingScopes(
  requirements: readonly ScopeRequirement[],
  held: ScopeSet,
): readonly Scope[] {
  if (requirements.every((alternatives) => isSatisfied(alternatives, held))) return [];
  const wanted = new Set(held);
  // The strictest first, as what they add may satisfy others.
  for (const alternatives of [...requirements].sort((a, b) => a.length - b.length)) {
    if (isSatisfied(alternatives, wanted)) continue;
    for (const scope of alternatives[0] ?? []) wanted.add(scope);
  }
  return [...wanted].filter((scope) => !held.has(scope));
}

function isSatisfied(alternatives: ScopeRequirement, held: ScopeSet): boolean {
  if (alternatives.length === 0) return true;
  return alternatives.some((all) => all.every((scope) => held.has(scope)));
}

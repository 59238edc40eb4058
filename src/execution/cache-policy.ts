import {
  type ConstDirectiveNode,
  DirectiveLocation,
  type DocumentNode,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLInt,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** For how long, and by whom, the response to a query may be kept. */
export interface CachePolicy {
  /** Seconds, above 0. */
  readonly maxAge: number;
  readonly scope: 'PUBLIC' | 'PRIVATE';
}

interface Hint {
  readonly maxAge?: number;
  readonly scope?: 'PUBLIC' | 'PRIVATE';
}

const cacheControl = new GraphQLDirective({
  name: 'cacheControl',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
  args: {
    maxAge: { type: GraphQLInt },
    scope: {
      type: new GraphQLEnumType({
        name: 'CacheControlScope',
        values: { PUBLIC: {}, PRIVATE: {} },
      }),
    },
  },
});

/**
 * What the hints of the schema allow for a document: the shortest time of all its objects, and of
 * all its fields that have a hint of their own. One object without a hint forbids keeping it, as in
 * Apollo Server; undefined then. Here it is decided once for a document and not for each of its
 * responses, so fields that a variable leaves out count as well.
 */
export function cachePolicyOf(
  schema: GraphQLSchema,
  document: DocumentNode,
): CachePolicy | undefined {
  const types = new TypeInfo(schema);
  let maxAge = Number.POSITIVE_INFINITY;
  let scope: CachePolicy['scope'] = 'PUBLIC';
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const type = getNamedType(types.getType());
        const field = types.getFieldDef();
        const ofType = isCompositeType(type) ? hintOf(type) : {};
        const hint = { ...ofType, ...(field ? hintOf(field) : {}) };
        const isRoot = types.getParentType() === schema.getQueryType();
        const needsHint = isCompositeType(type) || isRoot || !field;
        maxAge = Math.min(maxAge, hint.maxAge ?? (needsHint ? 0 : maxAge));
        if (hint.scope === 'PRIVATE') scope = 'PRIVATE';
      },
    }),
  );
  return Number.isFinite(maxAge) && maxAge > 0 ? { maxAge, scope } : undefined;
}

function hintOf({
  astNode,
}: {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
}): Hint {
  return astNode ? (getDirectiveValues(cacheControl, astNode) ?? {}) : {};
}

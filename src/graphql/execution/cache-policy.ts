import {
  DirectiveLocation,
  type DocumentNode,
  GraphQLDirective,
  GraphQLEnumType,
  type GraphQLField,
  GraphQLInt,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Uncacheable, uncacheable } from '../../cache/cache-decision.js';

/** For how long the response to a query may be cached, in seconds above 0, or why it must not be. */
export type CachePolicy = { readonly isCacheable: true; readonly maxAge: number } | Uncacheable;

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
 * What the cache hints of the schema allow for a document: the shortest time of all its objects, and
 * of all its fields that have a hint of their own. One object without a hint makes the response
 * uncacheable, as in Apollo Server. Here it is decided once for each document, not for each response,
 * so fields that a variable leaves out count as well, and so do all the types that an object of an
 * interface or a union may have.
 */
export function computeCachePolicy(schema: GraphQLSchema, document: DocumentNode): CachePolicy {
  const types = new TypeInfo(schema);
  const objects = (type: GraphQLNamedType | null | undefined) =>
    isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];

  /** The hints of a field, for each type that its object may have and each that its value may. */
  function hintsOf(
    parent: GraphQLNamedType | null | undefined,
    name: string,
    type?: GraphQLNamedType,
  ) {
    const ofFields = objects(parent).map((each) => hintOf(each.getFields()[name]));
    const ofTypes = isCompositeType(type) ? objects(type).map(hintOf) : [{}];
    return ofFields.flatMap((ofField) =>
      ofTypes.map((ofType): Hint => ({ ...ofType, ...ofField })),
    );
  }

  let maxAge = Number.POSITIVE_INFINITY;
  let privateField: string | undefined;
  let fieldWithoutHint: string | undefined;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const type = getNamedType(types.getType());
        const parent = types.getParentType();
        const isRoot = parent === schema.getQueryType();
        const needsHint = isCompositeType(type) || isRoot || !types.getFieldDef();
        const field = `${parent?.name}.${name.value}`;
        for (const hint of hintsOf(parent, name.value, type)) {
          maxAge = Math.min(maxAge, hint.maxAge ?? (needsHint ? 0 : maxAge));
          if (maxAge <= 0) fieldWithoutHint ??= field;
          if (hint.scope === 'PRIVATE') privateField ??= field;
        }
      },
    }),
  );
  if (privateField !== undefined) return uncacheable('PRIVATE_CACHE_HINT', privateField);
  const isCacheable = Number.isFinite(maxAge) && maxAge > 0;
  return isCacheable ? { isCacheable, maxAge } : uncacheable('NO_CACHE_HINT', fieldWithoutHint);
}

/** Creates a function that computes the policy of a document once, see {@link computeCachePolicy}. */
export function createCachePolicyFinder(
  schema: GraphQLSchema,
): (document: DocumentNode) => CachePolicy {
  const known = new WeakMap<DocumentNode, CachePolicy>();
  return (document) => {
    const policy = known.get(document) ?? computeCachePolicy(schema, document);
    known.set(document, policy);
    return policy;
  };
}

function hintOf(part: GraphQLObjectType | GraphQLField<unknown, unknown> | undefined): Hint {
  return part?.astNode ? (getDirectiveValues(cacheControl, part.astNode) ?? {}) : {};
}

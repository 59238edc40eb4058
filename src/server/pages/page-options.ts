import type { GraphQLSchema } from 'graphql';
import type { RouteAccess } from '../route-access.js';

/** Who gets the pages, and what they know. */
export interface PageOptions {
  readonly access: RouteAccess;
  /** The schema that the IDE comes with; undefined if it must ask the service for it. */
  readonly schema: GraphQLSchema | undefined;
}

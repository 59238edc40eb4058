import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { ConnectionValue } from '../../paging/page.js';
import type { ScopeRequirement } from '../../viewer/scopes.js';
import { RequiresScopes } from '../access/requires-scopes.js';
import { Cacheable } from './cache-hint.js';

@Cacheable()
@ObjectType('PageInfo', {
  simpleResolvers: true,
  description:
    'The position of a page in its list, by the GraphQL Cursor Connections Specification.',
})
class PageInfoType {
  @Field(() => Boolean, {
    // A promise if it must be queried.
    simple: false,
    description: 'Whether there are more nodes after the page.',
  })
  hasNextPage!: boolean | Promise<boolean>;

  @Field(() => Boolean, {
    simple: false,
    description: 'Whether there are more nodes before the page.',
  })
  hasPreviousPage!: boolean | Promise<boolean>;

  @Field(() => String, { nullable: true, description: 'The cursor of the first node.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last node.' })
  endCursor!: string | null;
}

/**
 * Creates the base class for the connection type of a node type.
 *
 * @param name the name of the node type, from which that of the edge type is derived
 * @param scopes what the edge type requires, see `RequiresScopes`
 */
export function createConnectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  scopes: ScopeRequirement,
) {
  @Cacheable()
  @RequiresScopes(...scopes)
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One ${name} in a list, with its cursor.`,
  })
  class Edge {
    @Field(() => String, { description: 'The position in the list, for `after` and `before`.' })
    cursor!: string;

    @Field(node, { description: `The ${name} at this position.` })
    node!: Node;
  }

  @ObjectType()
  class Connection {
    private read?: Promise<ConnectionValue<Node>>;

    /** @param page reads the page; called once, when the first of its fields is selected */
    constructor(private readonly page: () => Promise<ConnectionValue<Node>>) {}

    @Field(() => [Edge], { description: 'The nodes with their cursors.' })
    get edges() {
      return this.load().then(({ edges }) => edges);
    }

    @Field(() => [node()], { description: 'The nodes without their cursors.' })
    get nodes() {
      return this.load().then(({ nodes }) => nodes);
    }

    @Field(() => PageInfoType, {
      description: 'Whether there are more nodes before and after the page.',
    })
    get pageInfo() {
      return this.load().then(({ pageInfo }) => pageInfo);
    }

    private load() {
      this.read ??= this.page();
      return this.read;
    }
  }
  return Connection;
}

import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { ConnectionValue } from '../paging/page.js';
import { Cacheable } from './cache-hint.js';

@Cacheable()
@ObjectType('PageInfo', {
  simpleResolvers: true,
  description: 'Where a page lies in its list, by the GraphQL Cursor Connections Specification.',
})
class PageInfoType {
  @Field(() => Boolean, {
    // A promise, where it has to be looked up.
    simple: false,
    description: 'Whether the list goes on after the page.',
  })
  hasNextPage!: boolean | Promise<boolean>;

  @Field(() => Boolean, {
    simple: false,
    description: 'Whether the list has nodes before the page.',
  })
  hasPreviousPage!: boolean | Promise<boolean>;

  @Field(() => String, { nullable: true, description: 'The cursor of the first node.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last node.' })
  endCursor!: string | null;
}

/**
 * Makes the connection class of a node type, to be extended by the one that is registered.
 *
 * @param name the node type's name, from which the edge type gets its own
 */
export function createConnectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
) {
  @Cacheable()
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One ${name} of a list, and its place there.`,
  })
  class Edge {
    @Field(() => String, { description: 'The place, for `after` and `before`.' })
    cursor!: string;

    @Field(node, { description: `The ${name} at this place.` })
    node!: Node;
  }

  @ObjectType()
  class Connection {
    private read?: Promise<ConnectionValue<Node>>;

    /** @param page reads the page; called once, when one of its fields is asked for */
    constructor(private readonly page: () => Promise<ConnectionValue<Node>>) {}

    @Field(() => [Edge], { description: 'The nodes with their cursors.' })
    get edges() {
      return this.load().then(({ edges }) => edges);
    }

    @Field(() => [node()], { description: 'The nodes alone.' })
    get nodes() {
      return this.load().then(({ nodes }) => nodes);
    }

    @Field(() => PageInfoType, { description: 'Whether the list goes on.' })
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

import { ArgsType, Field, Int } from 'type-graphql';
import { defaultPageSize, maxPageSize, type PageArguments } from './page.js';

const bounds = `0 to ${maxPageSize}`;

/** The arguments of a list that is paged forwards only. */
@ArgsType()
export class ForwardPageArgs implements PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many nodes from the start, ${bounds}; ${defaultPageSize} if neither this nor \`last\` is given.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only nodes after this cursor.' })
  after?: string | null;
}

/** The arguments of a list that is paged in both directions. */
@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many nodes from the end, ${bounds}.`,
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only nodes before this cursor. Without `first` and `after`, the page that ends there.',
  })
  before?: string | null;
}

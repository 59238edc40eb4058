import { Field, ObjectType } from 'type-graphql';
import { Cacheable } from '../../graphql/cache-hint.js';
import { createConnectionType } from '../../graphql/connection-types.js';
import { NodeType } from '../../nodes/node-type.js';
import type { SiteRow } from '../query/site-row.js';

@Cacheable()
@ObjectType('Site', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'The host that uris of records have in common.',
})
export class SiteType extends NodeType implements SiteRow {
  @Field(() => String, {
    description: "The host in lower case, with its port where that is not the scheme's own.",
  })
  host!: string;
}

@Cacheable()
@ObjectType('SiteConnection', { description: 'A page of sites.' })
export class SiteConnectionType extends createConnectionType('Site', () => SiteType) {}

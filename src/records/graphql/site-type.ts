import { Field, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { Cacheable } from '../../graphql/types/cache-hint.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import { NodeType } from '../../nodes/node-type.js';
import type { SiteRow } from '../query/site-row.js';

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('Site', {
  implements: NodeType,
  simpleResolvers: true,
  description: 'A host, with all records whose URIs have it.',
})
export class SiteType extends NodeType implements SiteRow {
  @Field(() => String, {
    description:
      'The host in lower case, with its port unless that is the default port of the scheme.',
  })
  host!: string;
}

@Cacheable()
@RequiresScopes(['records:read'])
@ObjectType('SiteConnection', { description: 'A page of sites.' })
export class SiteConnectionType extends createConnectionType('Site', () => SiteType, [
  ['records:read'],
]) {}

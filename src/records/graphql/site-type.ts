import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Cacheable } from '../../graphql/cache-hint.js';
import { connectionType } from '../../graphql/connection-types.js';
import { NodeType } from '../../nodes/node-type.js';
import type { SiteRow } from './site-loaders.js';

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
export class SiteConnectionType extends connectionType('Site', () => SiteType) {}

/** The orders in which sites can be listed. */
export enum SiteOrder {
  RECORDS_DESC = 'RECORDS_DESC',
  RECORDS_ASC = 'RECORDS_ASC',
  ADDED_DESC = 'ADDED_DESC',
  ADDED_ASC = 'ADDED_ASC',
}

registerEnumType(SiteOrder, {
  name: 'SiteOrder',
  description: 'The orders in which sites can be listed. Equal sites follow their ids.',
  valuesConfig: {
    RECORDS_DESC: { description: 'The site with the most records first.' },
    RECORDS_ASC: { description: 'The site with the fewest records first.' },
    ADDED_DESC: { description: 'As they were stored, the newest first.' },
    ADDED_ASC: { description: 'As they were stored, the oldest first.' },
  },
});

import { registerEnumType } from 'type-graphql';

/** The orders in which sites can be listed. */
export enum SiteOrder {
  RECORDS_DESC = 'RECORDS_DESC',
  RECORDS_ASC = 'RECORDS_ASC',
  ADDED_DESC = 'ADDED_DESC',
  ADDED_ASC = 'ADDED_ASC',
}

registerEnumType(SiteOrder, {
  name: 'SiteOrder',
  description: 'The order of a list of sites. Sites that are equal in it are ordered by id.',
  valuesConfig: {
    RECORDS_DESC: { description: 'Most records first.' },
    RECORDS_ASC: { description: 'Fewest records first.' },
    ADDED_DESC: { description: 'Most recently stored first.' },
    ADDED_ASC: { description: 'First stored first.' },
  },
});

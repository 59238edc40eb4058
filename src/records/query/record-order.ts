import { registerEnumType } from 'type-graphql';
import type { Keyset } from '../../paging/cursor.js';
import type { ListOrder } from '../../search/pages/list-order.js';
import type { RecordRow } from './record-row.js';

/** The orders in which records can be listed. Records with equal sort keys are ordered by id. */
export enum RecordOrder {
  DATE_DESC = 'DATE_DESC',
  DATE_ASC = 'DATE_ASC',
  ADDED_DESC = 'ADDED_DESC',
  ADDED_ASC = 'ADDED_ASC',
}

registerEnumType(RecordOrder, {
  name: 'RecordOrder',
  description: 'The order of a list of records.',
  valuesConfig: {
    DATE_DESC: { description: 'Latest date first.' },
    DATE_ASC: { description: 'Earliest date first.' },
    ADDED_DESC: { description: 'Most recently stored first.' },
    ADDED_ASC: { description: 'First stored first.' },
  },
});

/** How the search knows an order. */
export function listOrderOf(order: RecordOrder): ListOrder {
  return { key: order.startsWith('DATE_') ? 'date' : 'id', descending: order.endsWith('_DESC') };
}

/** Returns a function that computes a record's position in a list of that order. */
export function placeOf(order: RecordOrder): (row: RecordRow) => Keyset {
  return order.startsWith('DATE_')
    ? ({ date, id }) => ({ key: date.getTime(), id })
    : ({ id }) => ({ key: id, id });
}

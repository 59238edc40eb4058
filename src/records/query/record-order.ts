import { sql } from 'kysely';
import { registerEnumType } from 'type-graphql';
import type { Engine } from '../../database/engine.js';
import type { SortColumns } from '../../paging/keyset-condition.js';

/** The orders in which records can be listed. Records with an equal sort key follow their ids. */
export enum RecordOrder {
  DATE_DESC = 'DATE_DESC',
  DATE_ASC = 'DATE_ASC',
  ADDED_DESC = 'ADDED_DESC',
  ADDED_ASC = 'ADDED_ASC',
}

registerEnumType(RecordOrder, {
  name: 'RecordOrder',
  description: 'The orders in which records can be listed.',
  valuesConfig: {
    DATE_DESC: { description: 'The latest date first.' },
    DATE_ASC: { description: 'The earliest date first.' },
    ADDED_DESC: { description: 'As they were stored, the newest first.' },
    ADDED_ASC: { description: 'As they were stored, the oldest first.' },
  },
});

/** The columns behind an order. */
export function sortColumns(order: RecordOrder, engine: Engine): SortColumns {
  const descending = order.endsWith('_DESC');
  const id = sql.ref('record.id');
  return order.startsWith('DATE_')
    ? {
        key: sql.ref('record.date'),
        id,
        descending,
        stored: (key) => engine.storedInstant(new Date(key)),
      }
    : { key: id, id, descending, stored: (key) => key };
}

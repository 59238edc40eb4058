import { ArgsType, Field } from 'type-graphql';
import type { Loaders } from '../../graphql/context.js';
import { createConnection, type Page, planPage } from '../../paging/page.js';
import { PageArgs } from '../../paging/page-args.js';
import type { Condition } from '../../search/condition.js';
import { filterToCondition } from '../query/filter-to-condition.js';
import { placeOf, RecordOrder } from '../query/record-order.js';
import { RecordFilter } from './record-filter.js';
import { RecordConnectionType } from './record-type.js';

/** The arguments of every list of records. */
@ArgsType()
export class RecordListArgs extends PageArgs {
  @Field(() => RecordFilter, { nullable: true, description: 'Which records to list; all if null.' })
  filter?: RecordFilter | null;

  @Field(() => RecordOrder, {
    defaultValue: RecordOrder.DATE_DESC,
    description: 'The order of the list.',
  })
  orderBy!: RecordOrder;
}

/**
 * Lists records. The arguments are checked immediately; statements run for the selected fields only.
 *
 * @param within a condition that must hold in addition to the filter
 */
export function listRecords(
  { recordPage, hasRecords }: Loaders,
  { filter, orderBy: order, ...pageArgs }: RecordListArgs,
  within?: Condition,
): RecordConnectionType {
  const requested = filterToCondition(filter);
  const condition = within === undefined ? requested : { all: [within, requested] };
  const list = {
    name: `records:${order}`,
    placeOf: placeOf(order),
    hasAny: (page: Page) => hasRecords.load({ condition, order, page }),
  };
  const page = planPage(list.name, pageArgs);
  return new RecordConnectionType(async () => {
    const rows = await recordPage.load({ condition, order, page });
    return createConnection(list, page, rows);
  }, condition);
}

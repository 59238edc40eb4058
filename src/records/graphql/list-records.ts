import { ArgsType, Field } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { createConnection, type Page, planPage } from '../../paging/page.js';
import { PageArgs } from '../../paging/page-args.js';
import type { Condition } from '../../search/condition.js';
import type { Accuracy } from '../../search/evaluate/match-blocks.js';
import { filterToCondition } from '../query/filter-to-condition.js';
import { placeOf, RecordOrder } from '../query/record-order.js';
import { findReadableImports } from './readable-imports.js';
import { RecordFilter } from './record-filter.js';
import { AccuracyEnum, RecordConnectionType } from './record-type.js';

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

  @Field(() => AccuracyEnum, {
    defaultValue: 'EXACT',
    description: 'Whether aggregates of the list may be estimated, which is quicker.',
  })
  accuracy!: Accuracy;
}

/**
 * Lists records. The arguments are checked immediately; statements run for the selected fields only, and to
 * find the imports that the filter names.
 *
 * @param within a condition that must hold in addition to the filter
 */
export async function listRecords(
  context: Context,
  { filter, orderBy: order, accuracy, ...pageArgs }: RecordListArgs,
  within?: Condition,
): Promise<RecordConnectionType> {
  const { recordPage, hasRecords } = context.loaders;
  const requested = filterToCondition(filter, await findReadableImports(filter, context));
  const condition = within === undefined ? requested : { all: [within, requested] };
  const list = {
    name: `records:${order}`,
    placeOf: placeOf(order),
    hasAny: (page: Page) => hasRecords.load({ condition, order, page }),
  };
  const page = planPage(list.name, pageArgs);
  return new RecordConnectionType(
    async () => {
      const rows = await recordPage.load({ condition, order, page });
      return createConnection(list, page, rows);
    },
    condition,
    accuracy,
  );
}

import { Field, InputType, Int, registerEnumType } from 'type-graphql';
import { type DateOrder, dateOrders } from '../../dates/date-order.js';
import { type FileOptionName, fileOptions } from '../options/file-options.js';
import type { ItemOptions } from '../run/import-request.js';

const DateOrderEnum = Object.fromEntries(dateOrders.map((order) => [order, order]));

registerEnumType(DateOrderEnum, {
  name: 'DateOrder',
  description:
    'The order of day and month in numeric dates that end with the year, like `01/02/2003`.',
  valuesConfig: {
    DMY: { description: 'Day, month, year.' },
    MDY: { description: 'Month, day, year.' },
  },
});

/** The description of an option as a sentence. */
function describeOption(name: FileOptionName): string {
  const { description } = fileOptions[name];
  return `${description.charAt(0).toUpperCase()}${description.slice(1)}.`;
}

/** The options with which items are read. */
@InputType()
export abstract class ItemOptionsInput implements ItemOptions {
  @Field(() => DateOrderEnum, {
    nullable: true,
    description: 'How numeric dates are written. If null, ambiguous dates are rejected.',
  })
  dateOrder?: DateOrder | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The offsets of ambiguous time zone names, like `CST=-06:00,IST=+05:30`. If null, dates with such names are rejected.',
  })
  zones?: string | null;

  @Field(() => String, { nullable: true, description: describeOption('dateFormat') })
  dateFormat?: string | null;

  @Field(() => String, { nullable: true, description: describeOption('timeZone') })
  timeZone?: string | null;

  @Field(() => Int, { nullable: true, description: describeOption('century') })
  century?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: describeOption('shortenTitles') })
  shortenTitles?: boolean;

  @Field(() => Boolean, { defaultValue: false, description: describeOption('html') })
  html?: boolean;
}

import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import { createConnectionType } from '../../graphql/types/connection-types.js';
import type { ConnectionValue } from '../../paging/page.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { type RejectionCode, rejectionCodes } from '../normalise/rejection-reason.js';
import type { RejectionFilter } from '../store/rejection-list.js';
import type { StoredRejection } from '../store/rejection-repository.js';

const names = Object.keys(rejectionCodes) as RejectionCode[];

export const RejectionCodeEnum = Object.fromEntries(names.map((name) => [name, name])) as {
  readonly [Name in RejectionCode]: Name;
};

registerEnumType(RejectionCodeEnum, {
  name: 'RejectionCode',
  description: 'Why an item was rejected.',
  valuesConfig: Object.fromEntries(
    names.map((name) => [name, { description: rejectionCodes[name] }]),
  ),
});

@RequiresScopes(['imports:read'], ['imports:read-all'], ['imports:write'])
@ObjectType('RejectionReason', {
  simpleResolvers: true,
  description: 'One reason why an item was rejected.',
})
export class RejectionReasonType {
  @Field(() => RejectionCodeEnum, { description: 'The reason, for programs.' })
  code!: RejectionCode;

  @Field(() => String, {
    description: 'The invalid field: `title`, `uri`, `date`, or `item` for the whole item.',
  })
  field!: string;

  @Field(() => String, {
    description: 'The reason, for people: what was received and what is allowed.',
  })
  message!: string;
}

@RequiresScopes(['imports:read'], ['imports:read-all'], ['imports:write'])
@ObjectType('Rejection', {
  simpleResolvers: true,
  description: 'A rejected item, as it was received.',
})
export class RejectionType {
  @Field(() => Int, {
    description:
      'The position of the item in its import, from 0; in an import that retries another one, its position in that.',
  })
  index!: number;

  @Field(() => String, { nullable: true, description: 'The title as received.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'The URI as received.' })
  uri!: string | null;

  @Field(() => String, { nullable: true, description: 'The date as received.' })
  date!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The line of its file on which the item begins, from 1, as given with the item.',
  })
  line!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The row of the file as received (for CSV, an object of its columns), if it contains more than the item or no item could be read from it. Of a row longer than 64 KB, only the beginning is stored.',
  })
  raw!: string | null;

  @Field(() => [RejectionReasonType], { description: 'Every reason why the item was rejected.' })
  reasons!: readonly RejectionReasonType[];

  @Field(() => Boolean, {
    description:
      'Whether a retry has stored the item since, or found that it was stored. Not if it was rejected again.',
  })
  isSettled!: boolean;

  settledBy!: number | null;
}

@RequiresScopes(['imports:read'], ['imports:read-all'], ['imports:write'])
@ObjectType('RejectionConnection', { description: 'A page of the rejected items of an import.' })
export class RejectionConnectionType extends createConnectionType(
  'Rejection',
  () => RejectionType,
  [['imports:read'], ['imports:read-all'], ['imports:write']],
) {
  /** What the list is, of which this is a page. */
  readonly filter: RejectionFilter;
  /** The reasons that the import has. */
  readonly codes: readonly RejectionCode[];

  constructor(
    list: { readonly filter: RejectionFilter; readonly codes: readonly RejectionCode[] },
    page: () => Promise<ConnectionValue<RejectionType>>,
  ) {
    super(page);
    this.filter = list.filter;
    this.codes = list.codes;
  }
}

/** Converts a rejected item to its GraphQL type. */
export function toRejectionType(rejected: RejectedItem | StoredRejection): RejectionType {
  const { index, item, reasons } = rejected;
  const { title = null, uri = null, date = null, line = null, raw = null } = item;
  const settledBy = 'settledBy' in rejected ? rejected.settledBy : null;
  const isSettled = settledBy !== null;
  return { index, title, uri, date, line, raw, reasons, isSettled, settledBy };
}

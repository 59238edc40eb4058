import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { recordImport, startImportRecord } from '../../audit/request-audit.js';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import type { Context } from '../../graphql/context.js';
import { ownerOf } from '../../viewer/viewer.js';
import { retryItems } from '../run/retry-items.js';
import { BulkImportPayloadType } from './bulk-import-type.js';
import { findImport } from './find-import.js';
import { ImportType } from './import-type.js';
import { RetryRejectionsInput } from './retry-type.js';

@Resolver(() => ImportType)
export class RetryResolver {
  @RequiresScopes(['imports:read', 'imports:write'], ['imports:read-all', 'imports:write'])
  @Mutation(() => BulkImportPayloadType, {
    description:
      'Imports rejected items again, corrected or with other options, as a new import in one transaction. Those that are stored now are settled. Of several retries of an item at once, one stores it.',
  })
  retryRejections(
    @Arg('input', () => RetryRejectionsInput, { description: 'The items, and how to retry them.' })
    input: RetryRejectionsInput,
    @Ctx() { database, viewer, readableOwner, audit, auditSubject }: Context,
  ) {
    const record = startImportRecord(audit, auditSubject, input.dryRun);
    return recordImport(record, async () => {
      const { id } = await findImport(database, input.import, readableOwner);
      return retryItems(database, id, input, ownerOf(viewer));
    });
  }
}

import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  Float,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { recordImport, startImportRecord } from '../../audit/request-audit.js';
import { RequiresScopes } from '../../graphql/access/requires-scopes.js';
import type { Context } from '../../graphql/context.js';
import { parseNodeNumber } from '../../nodes/global-id.js';
import { createConnection, type Page, planPage } from '../../paging/page.js';
import { ForwardPageArgs } from '../../paging/page-args.js';
import { ownerOf } from '../../viewer/viewer.js';
import { importItems } from '../run/import-items.js';
import { findKeyedImport, readImports } from '../store/import-repository.js';
import { type ImportRow, phaseOf } from '../store/import-row.js';
import { BulkImportInput, BulkImportPayloadType } from './bulk-import-type.js';
import { ImportConnectionType, ImportStateEnum, ImportType } from './import-type.js';

const list = 'imports:ADDED_DESC';
const placeOf = ({ id }: ImportRow) => ({ key: id, id });

@Resolver(() => ImportType)
export class ImportResolver {
  @RequiresScopes(['imports:read'], ['imports:read-all'])
  @Query(() => ImportType, {
    nullable: true,
    description: 'The import with this id; null if there is none that the viewer may read.',
  })
  import(
    @Arg('id', () => ID, { description: 'The id of an import, or its `databaseId`.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    const number = parseNodeNumber('Import', id);
    return number === undefined ? null : loaders.importById.load(number);
  }

  @RequiresScopes(['imports:read'], ['imports:read-all'])
  @Query(() => ImportType, {
    nullable: true,
    description:
      "The viewer's own import with this idempotency key, also while it is running; null if there is none. A key is found for 24 hours at least, until it is used again or the import is deleted.",
  })
  async importByKey(
    @Arg('idempotencyKey', () => String, {
      description: 'The key, as given to `bulkImport`, or to `POST /v1/bulk` as `Idempotency-Key`.',
    })
    key: string,
    @Ctx() { database, viewer }: Context,
  ) {
    return (await findKeyedImport(database, ownerOf(viewer), key))?.row ?? null;
  }

  @RequiresScopes(['imports:read'], ['imports:read-all'])
  @Query(() => ImportConnectionType, {
    description: 'Lists the imports that the viewer may read, latest first.',
  })
  imports(
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() { database, readableOwner }: Context,
  ) {
    const page = planPage(list, args);
    const read = (page: Page) => readImports(database, page, readableOwner);
    const hasAny = async (page: Page) => (await read(page)).hasMore;
    return new ImportConnectionType(async () =>
      createConnection({ name: list, placeOf, hasAny }, page, await read(page)),
    );
  }

  @RequiresScopes(['imports:write'])
  @Mutation(() => BulkImportPayloadType, {
    description:
      'Imports items in one transaction: valid items are normalised and stored once, rejected ones are stored with the reasons.',
  })
  bulkImport(
    @Arg('input', () => BulkImportInput, { description: 'The items, and how to import them.' })
    input: BulkImportInput,
    @Ctx() { database, viewer, audit, auditSubject }: Context,
  ) {
    const record = startImportRecord(audit, auditSubject, input.dryRun);
    return recordImport(record, () => importItems(database, input, ownerOf(viewer)));
  }

  @FieldResolver(() => ID, {
    description: 'The number of the import, as used by the REST calls and the command line.',
  })
  databaseId(@Root() { id }: ImportType) {
    return id;
  }

  @FieldResolver(() => ImportStateEnum, { description: 'What is happening to the import.' })
  state(@Root() row: ImportType) {
    return phaseOf(row);
  }

  @FieldResolver(() => ImportType, {
    nullable: true,
    description:
      'The import whose rejected items this one retried; null if it is not a retry, or if that import was deleted or is not one that the viewer may read.',
  })
  retryOf(@Root() { retryOf }: ImportType, @Ctx() { loaders }: Context) {
    return retryOf === null ? null : loaders.importById.load(retryOf);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The seconds between the start and the end of the import, including the pauses of an import that was interrupted and resumed; null while it is unfinished.',
  })
  durationSeconds(@Root() { startedAt, finishedAt }: ImportType): number | null {
    return finishedAt === null ? null : (finishedAt.getTime() - startedAt.getTime()) / 1000;
  }
}

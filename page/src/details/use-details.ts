import { useEffect, useState } from 'preact/hooks';
import {
  PageNeighboursDocument,
  type PageNeighboursQuery,
  PageRecordDocument,
  PageRecordImportDocument,
  type PageRecordImportQuery,
  type PageRecordQuery,
} from '../../generated/graphql.js';
import { execute } from '../client/execute.js';
import { ServiceError, toServiceError } from '../client/service-error.js';

/** A record near the one that is open. */
export type Neighbour = PageNeighboursQuery['later']['nodes'][number];

/** What the panel shows. What comes later is undefined until then. */
export interface RecordDetails {
  readonly record: NonNullable<PageRecordQuery['record']>;
  readonly neighbours: PageNeighboursQuery | undefined;
  /** The import that stored the record, if the viewer may know it. */
  readonly origin: NonNullable<PageRecordImportQuery['record']>['import'] | undefined;
}

interface ShownDetails {
  readonly details: RecordDetails | undefined;
  readonly error: ServiceError | undefined;
}

/** Reads a record, then what is near it. */
export function useDetails(id: string): ShownDetails {
  const [shown, setShown] = useState<ShownDetails>({ details: undefined, error: undefined });
  useEffect(() => {
    const aborted = new AbortController();
    const { signal } = aborted;
    const show = (details: RecordDetails) =>
      signal.aborted || setShown({ details, error: undefined });
    readDetails(id, signal, show).catch((error) => {
      if (!signal.aborted) setShown({ details: undefined, error: toServiceError(error) });
    });
    return () => aborted.abort();
  }, [id]);
  return shown;
}

async function readDetails(
  id: string,
  signal: AbortSignal,
  show: (details: RecordDetails) => void,
): Promise<void> {
  const { record } = await execute(PageRecordDocument, { id }, signal);
  if (record == null) throw new ServiceError(`There is no record ${id}.`, 'NOT_FOUND', 404);
  show({ record, neighbours: undefined, origin: undefined });
  const { date, site } = record;
  const [neighbours, origin] = await Promise.all([
    execute(
      PageNeighboursDocument,
      {
        earlier: { date: { lt: date } },
        later: { date: { gt: date } },
        sameSite: { site: site.host },
      },
      signal,
    ),
    // Viewers that may search may not always read imports.
    execute(PageRecordImportDocument, { id }, signal).catch(() => undefined),
  ]);
  const others = neighbours.sameSite.nodes.filter(({ databaseId }) => databaseId !== id);
  show({
    record,
    neighbours: { ...neighbours, sameSite: { nodes: others } },
    origin: origin?.record?.import,
  });
}

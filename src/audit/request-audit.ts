import { AbandonedError } from '../concurrency/waiter.js';
import { RequestError } from '../errors/request-error.js';
import { UserError } from '../errors/user-error.js';
import type { Viewer } from '../viewer/viewer.js';
import type { AuditDetails, AuditEvent } from './audit-event.js';
import type { AuditLog } from './audit-log.js';

/** Who and what an event is about. */
export type AuditSubject = Pick<AuditEvent, 'viewer' | 'userName' | 'ip' | 'requestId'>;

/** What of a request the audit log shows. */
export interface AuditedRequest {
  readonly id: string;
  readonly ip: string;
  /** Null for a request that was not identified, whatever its type says. */
  readonly viewer: Viewer;
}

/** Who sends a request, for the audit log. */
export function subjectOf({ id, ip, viewer }: AuditedRequest): AuditSubject {
  return { requestId: id, ip, viewer: viewer ?? undefined };
}

/** What is recorded of an import. */
export interface ImportFigures {
  readonly received: number;
  readonly inserted: number;
  readonly rejected: number;
  readonly replayed: boolean;
  /** Null after a dry run. */
  readonly importId: number | null;
}

/** The outcome of one import or export; the first one that is reported counts. */
export interface OutcomeRecorder<Figures> {
  succeed(figures: Figures): void;
  /** @param figures what was done before, if that is known */
  fail(error: unknown, figures?: Figures): void;
}

/** Records the outcome of an import. Throws `AUDIT_UNAVAILABLE` if it could not be recorded. */
export function startImportRecord(
  audit: AuditLog,
  subject: () => AuditSubject,
  dryRun: boolean,
): OutcomeRecorder<ImportFigures> {
  return startRecord(
    audit,
    'import',
    subject,
    ({ importId, received, inserted, rejected, replayed }: ImportFigures) => ({
      ...{ received, inserted, rejected, replayed, dryRun },
      import: importId ?? undefined,
    }),
  );
}

/** Records the outcome of an import that is done as one piece. */
export async function recordImport<
  Result extends Omit<ImportFigures, 'importId'> & {
    readonly import: { readonly id: number } | null;
  },
>(record: OutcomeRecorder<ImportFigures>, work: () => Promise<Result>): Promise<Result> {
  try {
    const result = await work();
    const { received, inserted, rejected, replayed } = result;
    const importId = result.import?.id ?? null;
    record.succeed({ received, inserted, rejected, replayed, importId });
    return result;
  } catch (error) {
    record.fail(error);
    throw error;
  }
}

/**
 * Passes on the pages of an export, and records how many records they had once it ends, or the client
 * disconnects. Throws `AUDIT_UNAVAILABLE` if that could not be recorded.
 */
export function recordExport<Row>(
  audit: AuditLog,
  subject: () => AuditSubject,
  pages: AsyncIterable<readonly Row[]>,
): AsyncIterable<readonly Row[]> {
  const record = startRecord(audit, 'export', subject, (exported: number) => ({ exported }));
  return audit.isOn ? countPages(pages, record) : pages;
}

async function* countPages<Row>(
  pages: AsyncIterable<readonly Row[]>,
  record: OutcomeRecorder<number>,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  try {
    for await (const page of pages) {
      count += page.length;
      yield page;
    }
    record.succeed(count);
  } catch (error) {
    record.fail(error, count);
    throw error;
  } finally {
    record.fail(new AbandonedError(), count);
  }
}

function startRecord<Figures>(
  audit: AuditLog,
  action: 'import' | 'export',
  subject: () => AuditSubject,
  detailsOf: (figures: Figures) => AuditDetails,
): OutcomeRecorder<Figures> {
  audit.checkWritable();
  let isRecorded = false;
  function record(outcome: Pick<AuditEvent, 'outcome' | 'reason'>, figures: Figures | undefined) {
    if (isRecorded || !audit.isOn) return;
    isRecorded = true;
    const details = figures === undefined ? undefined : detailsOf(figures);
    audit.record({ action, ...outcome, ...subject(), details });
  }
  return {
    succeed: (figures) => record({ outcome: 'success' }, figures),
    fail: (error, figures) => record({ outcome: 'failure', reason: reasonOf(error) }, figures),
  };
}

/** The kind of an error. Never its message, which may quote what was received. */
export function reasonOf(error: unknown): string {
  if (error instanceof RequestError) return error.code;
  if (error instanceof AbandonedError) return 'DISCONNECTED';
  if (error instanceof UserError) return error.name;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code) ? code : 'INTERNAL_SERVER_ERROR';
}

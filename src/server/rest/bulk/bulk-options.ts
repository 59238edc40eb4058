import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditLog } from '../../../audit/audit-log.js';
import type { ImportFigures, OutcomeRecorder } from '../../../audit/request-audit.js';
import type { RequestError } from '../../../errors/request-error.js';
import type { AdmissionQueue } from '../../../http/admission-queue.js';
import type { BodyMemory } from '../../../http/bodies/body-memory.js';
import type { BodyTimeouts } from '../../../http/bodies/read-body.js';
import type { ImportTarget } from '../../../imports/run/import-target.js';
import type { AdmitRows } from '../../limit-requests.js';
import type { BulkParameters } from './bulk-parameters.js';

/** What imports over REST need. */
export interface BulkOptions {
  /** Creates the target of the rows of a request. */
  readonly createTarget: (
    request: FastifyRequest,
    parameters: BulkParameters,
  ) => Promise<ImportTarget>;
  /** The error that the client may see, if the database is unavailable; undefined for other errors. */
  readonly toClientError: (error: unknown) => RequestError | undefined;
  /** How slowly a body may be sent. */
  readonly timeouts: BodyTimeouts;
  /** The memory that bodies may hold. */
  readonly memory: BodyMemory;
  /** Admits imports; dry runs do not wait. */
  readonly queue: AdmissionQueue;
  readonly admitRows: AdmitRows;
  /** The maximum size of a body, decompressed, in megabytes of 2^20 bytes. */
  readonly maxMegabytes: number;
  readonly audit: AuditLog;
  /** Whether the service is shutting down. */
  readonly isStopping: () => boolean;
}

/** A request to import, and its reply. */
export interface BulkExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: BulkOptions;
  readonly parameters: BulkParameters;
  /** Where the outcome is recorded. */
  readonly record: OutcomeRecorder<ImportFigures>;
}

import { RequestError } from '../errors/request-error.js';
import type { AuditEvent } from './audit-event.js';

/** The record of who did what. */
export interface AuditLog {
  /** Whether there is one at all. */
  readonly isOn: boolean;
  /** Writes an event in the background. Never throws and never waits. */
  record(event: AuditEvent): void;
  /**
   * Throws `AUDIT_UNAVAILABLE` while events cannot be written: what must be on record must then not be
   * done.
   */
  checkWritable(): void;
  /** Whether to record this one of many reads. */
  isReadSampled(): boolean;
  /** Continues in a new file if the present one has been moved. Never throws. */
  reopen(): Promise<void>;
  /** Signs and writes what is left, and releases the file. Never throws. */
  close(): Promise<void>;
}

/** The audit log of a service that keeps none. */
export const noAuditLog: AuditLog = {
  isOn: false,
  record() {},
  checkWritable() {},
  isReadSampled: () => false,
  async reopen() {},
  async close() {},
};

/** The error for an import or export while the audit log cannot be written. */
export function createAuditUnavailableError(): RequestError {
  return new RequestError(
    'AUDIT_UNAVAILABLE',
    'The audit log of the service cannot be written at the moment, and nothing is imported or exported without it; try again later.',
  );
}

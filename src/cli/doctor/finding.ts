import { UserError } from '../../errors/user-error.js';

/** What a check has found: a fault keeps the service from starting, or makes it unsafe. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'fault';
  /** A sentence or two: what is so, and for a warning or fault, what to do. */
  readonly text: string;
}

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const warning = (text: string): Finding => ({ level: 'warning', text });
export const fault = (text: string): Finding => ({ level: 'fault', text });

/** The faults in the message of an error, one a line. Throws the error if it is a fault of this program. */
export function toFaults(error: unknown): Finding[] {
  const isExpected = error instanceof UserError || (error as NodeJS.ErrnoException).code;
  if (!isExpected) throw error;
  return (error as Error).message.split('\n').map(fault);
}

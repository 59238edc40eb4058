import { userInfo } from 'node:os';
import type { AuditEvent } from '../audit/audit-event.js';
import { type AuditLog, noAuditLog } from '../audit/audit-log.js';
import type { LineSink } from '../audit/line-writer.js';
import {
  type AuditOptions,
  openChain,
  openChainedFile,
  stdoutTarget,
} from '../audit/open-audit-log.js';
import type { AuditSubject } from '../audit/request-audit.js';
import { StartError } from '../errors/start-error.js';
import { commandLine } from '../viewer/viewer.js';
import type { Terminal } from './output/terminal.js';

// Other commands hold the lock for some milliseconds.
const waitMs = 10_000;

/** The audit log of a command. */
export interface CommandAudit extends AuditLog {
  /** Waits until all is written. Throws a {@link StartError} if something is not. */
  finish(): Promise<void>;
}

/** Of a command that records nothing. */
export const noCommandAudit: CommandAudit = { ...noAuditLog, async finish() {} };

/**
 * Creates the audit log of a command. The service holds the lock of its own file, so commands write
 * another one, `AUDIT_LOG` with `.commands` at its end, and lock it only while they write a line. Instead
 * of standard output, which is what a command is for, they use standard error.
 *
 * Throws a {@link StartError} if it cannot be written: before anything is done that it would lack.
 */
export async function openCommandAudit(
  options: AuditOptions,
  { printError }: Pick<Terminal, 'printError'>,
): Promise<CommandAudit> {
  const { target } = options;
  if (target === undefined) return noCommandAudit;
  let isFailing = false;
  const logger = {
    error() {
      isFailing = true;
    },
    info() {},
  };
  const writing = { ...options, logger };
  const stream = target === stdoutTarget ? await openChain(sinkOf(printError), writing) : undefined;
  const path = `${target}.commands`;
  const write = async (event?: AuditEvent) => {
    const log = stream ?? (await openChainedFile(path, writing, waitMs));
    if (event) log.record(event);
    if (stream === undefined) await log.close();
  };
  await write();
  let work = Promise.resolve();
  return {
    ...noAuditLog,
    isOn: true,
    record(event) {
      work = work.then(() => write(event));
      // Thrown by `finish`.
      work.catch(() => {});
    },
    async finish() {
      await work;
      await stream?.close();
      if (isFailing) {
        throw new StartError(
          `The audit log ${path} cannot be written, so it lacks what this command has done.`,
        );
      }
    },
  };
}

function sinkOf(print: (text: string) => void): LineSink {
  return {
    async write(text) {
      print(text);
      return text.length;
    },
    async sync() {},
    async close() {},
  };
}

/** Who runs a command, for the audit log. */
export function commandSubject(): AuditSubject {
  return { viewer: commandLine, userName: findUserName() };
}

/** Undefined where the user has no entry, as in many containers. */
function findUserName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

import { Command, InvalidArgumentError } from 'commander';
import { readAnchorKey } from '../audit/anchor.js';
import { type VerifiedLog, verifyAuditLog } from '../audit/verify-audit-log.js';
import { pluralize } from '../text/pluralize.js';
import type { Terminal } from './output/terminal.js';

interface GivenOptions {
  readonly key: readonly string[];
  readonly first: number;
}

/** `records audit verify`: tells whether an audit log was tampered with. */
export function auditCommand(terminal: Terminal): Command {
  const verify = new Command('verify')
    .description(
      'Verify that no line of an audit log was changed, removed or added. Exit code: 0 if so, 1 with the place of the first fault.',
    )
    .argument('<files...>', 'the files of one log, the oldest first')
    .option(
      '--key <file>',
      'the public key of the anchors, which also reveals a chain that was made again; repeat it for a key that was replaced',
      (file: string, files: readonly string[]) => [...files, file],
      [],
    )
    .option(
      '--first <number>',
      'the sequence number of the first line, if older files are not at hand',
      parseSequence,
      1,
    )
    .action(async (files: readonly string[], { key, first }: GivenOptions) => {
      const keys = await Promise.all(key.map(readAnchorKey));
      terminal.print(describe(await verifyAuditLog(files, { keys, first }), keys.length > 0));
    });
  return new Command('audit').description('Verify an audit log.').addCommand(verify);
}

function describe(log: VerifiedLog, hasKeys: boolean): string {
  const { lines, first, last, anchors, torn, unsigned } = log;
  const sentences = [`The chain of ${pluralize(lines, 'line')} is whole: ${first} to ${last}.`];
  for (const place of torn) {
    sentences.push(`${place}: This line was cut off by a crash; nothing else is missing.`);
  }
  sentences.push(
    hasKeys
      ? `${pluralize(anchors, 'anchor')} with valid signatures; ${pluralize(unsigned, 'line')} after the last one.`
      : `The signatures of ${pluralize(anchors, 'anchor')} were not verified; give --key for that.`,
  );
  return `${sentences.join('\n')}\n`;
}

function parseSequence(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1.');
}

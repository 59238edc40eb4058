import { hintAtEscapedUris } from '../../../imports/normalise/escaped-uris.js';
import { counted } from '../../../text/pluralize.js';
import { duration } from '../service/duration.js';
import { type ImportSummary, type Totals, totalsOf } from './report.js';

/** What an import command did, for people. */
export function summaryText({ files, dryRun, startedAt, finishedAt }: ImportSummary): string {
  const totals = totalsOf(files);
  const lines =
    files.length > 1
      ? files.map(({ source, state }) => `${source}: ${countsOf(totalsOf([{ source, state }]))}`)
      : [];
  const seconds = Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000);
  lines.push(`${countsOf(totals)}`);
  const reasons = Object.entries(totals.reasons).map(([code, count]) => `${code} ${count}`);
  if (reasons.length > 0) lines.push(`Rejected for: ${reasons.join(', ')}.`);
  const hint = hintAtEscapedUris(totals.escapedUris);
  if (hint !== undefined) lines.push(hint);
  lines.push(
    dryRun
      ? `This was a dry run of ${duration(seconds)}; nothing was stored.`
      : `It took ${duration(seconds)}.`,
  );
  return `${lines.join('\n')}\n`;
}

const countsOf = ({ received, inserted, duplicates, rejected }: Totals) =>
  `${counted(received, 'row')} received: ${inserted} inserted, ${counted(duplicates, 'duplicate')}, ${rejected} rejected.`;

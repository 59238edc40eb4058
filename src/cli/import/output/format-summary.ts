import { formatEscapedUrisHint } from '../../../imports/normalise/escaped-uris.js';
import { pluralize } from '../../../text/pluralize.js';
import { formatDuration } from './format-duration.js';
import { type ImportSummary, sumTotals, type Totals } from './report.js';

/** Formats the result of an import command for people to read. */
export function formatSummary({ files, dryRun, startedAt, finishedAt }: ImportSummary): string {
  const totals = sumTotals(files);
  const lines =
    files.length > 1
      ? files.map(
          ({ source, state }) => `${source}: ${formatCounts(sumTotals([{ source, state }]))}`,
        )
      : [];
  const seconds = Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000);
  lines.push(formatCounts(totals));
  const reasons = Object.entries(totals.reasons).map(([code, count]) => `${code} ${count}`);
  if (reasons.length > 0) lines.push(`Rejected for: ${reasons.join(', ')}.`);
  const hint = formatEscapedUrisHint(totals.escapedUris);
  if (hint !== undefined) lines.push(hint);
  for (const { source, taken } of files) {
    if (taken?.note !== undefined) lines.push(`${source}: ${taken.note}`);
  }
  lines.push(
    dryRun
      ? `This was a dry run of ${formatDuration(seconds)}; nothing was stored.`
      : `It took ${formatDuration(seconds)}.`,
  );
  return `${lines.join('\n')}\n`;
}

const formatCounts = ({ received, inserted, duplicates, rejected }: Totals) =>
  `${pluralize(received, 'row')} received: ${inserted} inserted, ${pluralize(duplicates, 'duplicate')}, ${rejected} rejected.`;

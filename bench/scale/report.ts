import type { Imported } from './build-data.ts';
import type { MeasuredRequest } from './measure.ts';

/** Everything that was measured at one size. */
export interface Measurement {
  /** The number of records that are stored. */
  readonly records: number;
  readonly imported: Imported | undefined;
  /** The most memory that the service held, in MiB. */
  readonly peak: number;
  /** The size of the database on the disk, in MB. */
  readonly megabytes: number | undefined;
  readonly requests: readonly MeasuredRequest[];
}

// However long a search takes, nobody else may wait longer.
const maxOthersMs = 50;

const whole = (number: number) => Math.round(number).toLocaleString('en');
const milliseconds = (ms: number | undefined) =>
  ms === undefined ? 'failed' : ms < 10 ? ms.toFixed(1) : whole(ms);

/** A table as text, with columns of equal width. */
function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(cell).join('  ')).join('\n');
}

/**
 * Each request with its time at each size, and the growth from the first to the last one.
 *
 * @param factor how many times as long as stated a request may take on this engine
 */
export function reportRequests(measured: readonly Measurement[], factor: number): string {
  const last = measured.at(-1);
  const head = [
    'milliseconds, at records:',
    ...measured.map(({ records }) => whole(records)),
    ...(measured.length > 1 ? ['growth'] : []),
    ...['wanted', '', 'processor', 'others wait', 'found'],
  ];
  const lines = (last?.requests ?? []).map(({ request, ms, cpuMs, othersMs, found }, at) => {
    const times = measured.map(({ requests }) => requests[at]?.ms);
    const wanted = request.wanted * factor;
    const isOver = ms === undefined || ms > wanted;
    const growth = `× ${((ms ?? Number.NaN) / (times[0] ?? Number.NaN)).toFixed(1)}`;
    return [
      request.name,
      ...times.map(milliseconds),
      ...(measured.length > 1 ? [growth] : []),
      ...[
        `≤ ${whole(wanted)}`,
        isOver ? 'over' : '',
        milliseconds(cpuMs),
        `${milliseconds(othersMs)}${othersMs > maxOthersMs ? ' !' : '  '}`,
        found,
      ],
    ];
  });
  return align([head, ...lines]);
}

/** What an import took, what the service held in memory, and what is on the disk, at each size. */
export function reportResources(measured: readonly Measurement[]): string {
  const row = (name: string, value: (each: Measurement) => string) => [
    name,
    ...measured.map(value),
  ];
  const imported = (value: (each: Imported) => string) => (measurement: Measurement) =>
    measurement.imported ? value(measurement.imported) : '';
  return align([
    row('records', ({ records }) => whole(records)),
    row(
      'import, seconds',
      imported(({ seconds }) => whole(seconds)),
    ),
    row(
      'import, seconds of its processor',
      imported(({ cpuSeconds }) => whole(cpuSeconds)),
    ),
    row(
      'import, MiB at most',
      imported(({ mebibytes }) => whole(mebibytes)),
    ),
    row('service, MiB at most', ({ peak }) => whole(peak)),
    row('database, MB', ({ megabytes }) => (megabytes === undefined ? '' : whole(megabytes))),
  ]);
}

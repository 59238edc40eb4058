/** How one server did under one load. */
export interface Measured {
  readonly server: string;
  readonly load: string;
  readonly perSecond: number;
  readonly p99: number;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line for each server, one column for each load: the ratio to the first server, and p99. */
export function table(measured: readonly Measured[]): string {
  const [reference] = measured;
  const loads = [...new Set(measured.map(({ load }) => load))];
  const servers = [...new Set(measured.map(({ server }) => server))];
  const cell = (server: string, load: string) => {
    const of = (name: string) =>
      measured.find((each) => each.load === load && each.server === name);
    const [mine, raw] = [of(server), of(reference?.server ?? '')];
    if (!mine || !raw) return '';
    const ratio = (mine.perSecond / raw.perSecond).toFixed(2);
    return `${ratio} (${(mine.perSecond / 1000).toFixed(1)} k/s, p99 ${mine.p99.toFixed(1)} ms)`;
  };
  const lines = [
    [`requests/s as part of ${reference?.server}'s`, ...loads],
    ...servers.map((server) => [server, ...loads.map((load) => cell(server, load))]),
  ];
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => line.map((text, column) => text.padEnd(widths?.[column] ?? 0)).join('  '))
    .join('\n');
}

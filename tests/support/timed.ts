// cspell:ignore schedstat
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** What a promise gave, and how long that took in this process. */
export interface Timed<Value> {
  readonly value: Value;
  /**
   * Milliseconds from the start to the end, without those in which this process had something to do
   * and the machine gave it no processor: they are no fault of the service.
   */
  readonly milliseconds: number;
  /** Those of them in which it had nothing to do: it waited for a timer or for another process. */
  readonly waited: number;
}

/** Takes the time of some work. */
export async function timed<Value>(work: () => Promise<Value>): Promise<Timed<Value>> {
  const begun = performance.now();
  const loop = performance.eventLoopUtilization();
  const before = processorTimes();
  const value = await work();
  const after = processorTimes();
  const { idle } = performance.eventLoopUtilization(loop);
  const elapsed = performance.now() - begun;
  const refused = after.refused - before.refused;
  // What is neither idle nor work is time without a processor in the middle of work; the rest of
  // that was at the end of a wait, which it made longer.
  const inWork = elapsed - idle - (after.used - before.used);
  const afterWaits = Math.max(0, refused - inWork);
  return { value, milliseconds: elapsed - refused, waited: Math.max(0, idle - afterWaits) };
}

/** The milliseconds that this thread has had a processor, and has waited for one, so far. */
function processorTimes(): { readonly used: number; readonly refused: number } {
  try {
    const counters = readFileSync('/proc/thread-self/schedstat', 'latin1');
    const [used = 0, refused = 0] = counters.split(' ').map((count) => Number(count) / 1_000_000);
    return { used, refused };
  } catch {
    // Only Linux counts them. Elsewhere all the time is taken for the service's own.
    return { used: 0, refused: 0 };
  }
}

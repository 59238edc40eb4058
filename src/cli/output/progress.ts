import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

/** Shows how far a long piece of work is. */
export interface Progress {
  advanceTo(done: number): void;
  end(): void;
}

/** A bar where somebody watches; elsewhere a plain line for every tenth of the work. */
export function progressFor(terminal: Terminal, task: string, total: number): Progress {
  if (terminal.interactive) {
    const bar = new SingleBar(
      { format: `${task} {bar} {value} of {total}`, hideCursor: true },
      Presets.shades_classic,
    );
    bar.start(total, 0);
    return { advanceTo: (done) => bar.update(done), end: () => bar.stop() };
  }
  let shown = 0;
  return {
    advanceTo(done) {
      const tenth = Math.floor((done * 10) / total);
      if (tenth === shown) return;
      shown = tenth;
      terminal.print(`${task}: ${done} of ${total}\n`);
    },
    end() {},
  };
}

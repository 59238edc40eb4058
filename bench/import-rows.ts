import { dirtyItemAt } from '../input/dirty-item.ts';
import { ask } from './process.ts';

/** How many items one mutation takes. */
export const chunk = 10_000;

/** Imports the first `chunks` times 10,000 generated items and returns the milliseconds of each. */
export async function importRows(
  address: string,
  chunks: number,
  afterEach: () => void = () => {},
): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < chunks; index++) {
    const items = Array.from({ length: chunk }, (_, at) =>
      dirtyItemAt({ seed: 1, clean: false }, index * chunk + at),
    );
    const { ms } = await ask(
      address,
      'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { inserted } }',
      { input: { items } },
    );
    times.push(ms);
    afterEach();
  }
  return times;
}

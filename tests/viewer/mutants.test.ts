import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { mutants } from '../../.ci/mutants/mutants.ts';

const root = resolve(import.meta.dirname, '../..');
const suites = globSync('tests/**/*.test.ts', { cwd: root });

test.each(mutants.map((each) => [each.what, each] as const))(
  'npm run test:mutations still finds where the code sees to it that %s',
  (_what, { file, find, suites: named }) => {
    const path = join(root, file);
    expect([file, existsSync(path) && readFileSync(path, 'utf8').split(find).length - 1]).toEqual([
      file,
      1,
    ]);
    for (const suite of named) {
      const [start = ''] = suite.split('#');
      expect(suites.filter((each) => each.startsWith(start))).not.toEqual([]);
    }
  },
);

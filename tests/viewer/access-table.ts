/**
 * Who may do what, to be read by people. `yes`: answered, without anything of an import. `own`: with
 * the caller's own imports only. `all`: with everybody's. A number is the status of the refusal.
 */
const table = `
| operation     | anonymous | ada | bob | nobody | service | admin | expired | garbage | other issuer |
| ------------- | --------- | --- | --- | ------ | ------- | ----- | ------- | ------- | ------------ |
| search        | yes       | yes | yes | 403    | 403     | yes   | 401     | 401     | 401          |
| record        | yes       | yes | yes | 403    | 403     | yes   | 401     | 401     | 401          |
| node (record) | yes       | yes | yes | 403    | 403     | yes   | 401     | 401     | 401          |
| sites         | yes       | yes | yes | 403    | 403     | yes   | 401     | 401     | 401          |
| imports       | 401       | own | own | 403    | 403     | all   | 401     | 401     | 401          |
| import        | 401       | own | own | 403    | 403     | all   | 401     | 401     | 401          |
| importByKey   | 401       | own | own | 403    | 403     | own   | 401     | 401     | 401          |
| node (import) | 401       | own | own | 403    | 403     | all   | 401     | 401     | 401          |
| rejections    | 401       | own | own | 403    | 403     | all   | 401     | 401     | 401          |
| record.import | 401       | own | own | 403    | 403     | all   | 401     | 401     | 401          |
| filter.import | 401       | yes | yes | 403    | 403     | yes   | 401     | 401     | 401          |
| bulkImport    | 401       | own | own | 403    | own     | own   | 401     | 401     | 401          |
| retry         | 401       | own | own | 403    | 403     | own   | 401     | 401     | 401          |
| export        | 401       | yes | yes | 403    | yes     | yes   | 401     | 401     | 401          |
| viewer        | yes       | yes | yes | yes    | yes     | yes   | 401     | 401     | 401          |
| introspection | 401       | 403 | 403 | 403    | 403     | yes   | 401     | 401     | 401          |
| __typename    | yes       | yes | yes | yes    | yes     | yes   | 401     | 401     | 401          |
`;

/** What becomes of an operation of a caller. */
export type Outcome = 'yes' | 'own' | 'all' | 401 | 403;

const [[, ...callers] = [], , ...rows] = table
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** What the table says: by operation, then by caller. */
export const accessTable: ReadonlyMap<string, ReadonlyMap<string, Outcome>> = new Map(
  rows.map(([operation = '', ...cells]) => [
    operation,
    new Map(cells.map((cell, at) => [callers[at] ?? '', (Number(cell) || cell) as Outcome])),
  ]),
);

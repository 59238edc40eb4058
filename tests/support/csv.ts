/** The rows of a CSV text by RFC 4180, whose header row names the fields. Throws for any other text. */
export function readCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`This is no CSV: ${text.slice(at, at + 80)}`);
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  const [header = [], ...body] = rows.slice(0, -1);
  return body.map((cells) => {
    if (cells.length !== header.length) throw new Error(`A row has ${cells.length} cells.`);
    return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
  });
}

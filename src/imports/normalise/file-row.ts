/** The row of a file from which an item was read, if it contains more than the item. */
export interface FileRow {
  /** Its length in characters or bytes. */
  readonly length: number;
  /** The row as a JSON object, whatever the format of the file. */
  json(): string;
}

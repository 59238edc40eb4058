/** The row of a file from which an item was read, where it holds more than the item. */
export interface FileRow {
  /** How long it is, in characters or bytes. */
  readonly length: number;
  /** The row as an object of JSON, whatever the format of the file. */
  json(): string;
}

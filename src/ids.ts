/** The number in an id of the API; undefined for a text that no row can have as its id. */
export function rowId(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

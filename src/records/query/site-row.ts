/** A site as it is stored. */
export interface SiteRow {
  readonly id: number;
  readonly host: string;
}

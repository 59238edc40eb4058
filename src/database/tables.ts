import type { InferKyselyDB } from '@mikro-orm/sql';
import type { entities } from './entities.js';

/** An instant as a driver returns it: `new Date(stored)` reads it on every engine. */
export type StoredInstant = Date | number;

type EntityTables = InferKyselyDB<(typeof entities)[number]>;

/** The tables of the entities as engines read and write them; each engine has its own form of instants. */
type StoredTables = {
  [Table in keyof EntityTables]: {
    [Column in keyof EntityTables[Table]]: EntityTables[Table][Column] extends Date
      ? StoredInstant
      : EntityTables[Table][Column] extends Date | null
        ? StoredInstant | null
        : EntityTables[Table][Column];
  };
};

/** Every table. */
export type Tables = StoredTables & OtherTables;

/** The tables without an entity that are the same on every engine: a counter. */
interface OtherTables {
  readonly data_version: { id: number; version: number };
}

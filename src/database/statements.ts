import type { QueryCreator, QueryExecutorProvider } from 'kysely';
import type { Tables } from './tables.js';

/** What builds statements and executes them. */
export type Statements = QueryCreator<Tables> & QueryExecutorProvider;

import type { Mutant } from './mutant.ts';
import { requestMutants } from './requests.ts';
import { storageMutants } from './storage.ts';
import { tokenMutants } from './tokens.ts';

/** All mutants of `npm run test:mutations`. */
export const mutants: readonly Mutant[] = [...requestMutants, ...storageMutants, ...tokenMutants];

/** The claims, in the order in which tables list them. */
import type { Claim } from './claim.ts';

export const CLAIMS: readonly Claim[] = [];

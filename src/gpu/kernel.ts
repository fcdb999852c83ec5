/**
 * Kernels: the ways in which the GPU evaluates samples. Each serves some experiments and losses; what they share is in
 * sample.wgsl.
 */
import type { Grid } from '../core/grid.ts';
import type { Quantity } from '../core/quantity.ts';
import type { HessianKernel } from './hessian-sources.ts';

/** Loss codes of sample.wgsl: what the kernels call the losses. */
export const LOSS_CODES = {
  CROSS_ENTROPY: 0,
  SQUARED_ERROR: 1,
  CLIPPED_CROSS_ENTROPY: 2,
  SQUARED_ERROR_OF_LOGITS: 3,
  CROSS_ENTROPY_OF_OUTPUTS: 4,
  HINGE: 5,
  ERROR_RATE: 6,
} as const;
export type LossName = keyof typeof LOSS_CODES;

/** A surface with this code is left to another kernel, or to none. */
export const NO_LOSS = 0xffffffff;

/** Samples n0 (included) to n1 (excluded) of an experiment. */
export type SampleRange = readonly [n0: number, n1: number];

/** What a kernel reads, for a range of samples: bindings 1, 2 and 3. */
export interface KernelTables {
  /** Factors along the axes: columns' entries [sample][entry][column], then rows' [sample][entry][row]. */
  readonly factors: ArrayBuffer;
  /** Parts of logits along the axes, in the same order. */
  readonly logits: ArrayBuffer;
  /** What belongs to a sample or its classes. */
  readonly samples: ArrayBuffer;
}

/** Stands for a table that a kernel has no use for: bindings are never empty. */
export const UNREAD_TABLE = new ArrayBuffer(4);

/** Which derivatives a pass computes: value and gradient, or the Hessian. */
export const PASS_KINDS = ['gradient', 'hessian'] as const;
export type PassKind = (typeof PASS_KINDS)[number];

/** The pass that a quantity needs beside those before it. */
export function lastPass(quantity: Quantity): PassKind {
  return quantity === 'lambda_min' ? 'hessian' : 'gradient';
}

/** One experiment as one kernel evaluates it. */
export interface KernelJob {
  readonly name: string;
  /** WGSL of the kernel for value and gradient; what the first picture does not need has to be loaded. */
  sources(): readonly string[] | Promise<readonly string[]>;
  /** Which sources second derivatives need beside these. */
  readonly hessian: HessianKernel;
  /** Codes of the left and the right surface's loss. */
  readonly losses: readonly [left: number, right: number];
  readonly sampleCount: number;
  readonly classCount: number;
  /** Entries of a sample in the axis tables. */
  readonly entryCount: number;
  readonly squaredErrorFactor: number;
  readonly sampleWeight: number;
  /** Whether it reads so much for a column that rows are best taken together. */
  readonly sharesColumns: boolean;
  /** Effort of one point, for planning tiles: about the classes times the samples that it takes. */
  readonly pointWork: number;
  /** Values of the `override` constants of the kernel's shaders for `kind`. */
  constants(grid: Grid, kind: PassKind): Readonly<Record<string, number>>;
  /** Bytes of the tables for one sample. */
  tableBytes(grid: Grid): number;
  /** Makes the tables of the samples in `range`, in steps between which a caller may pause. */
  tables(grid: Grid, range: SampleRange): Generator<undefined, KernelTables>;
}

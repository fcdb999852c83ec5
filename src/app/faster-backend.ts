/**
 * Whether a batch is better evaluated in f64 although it has a kernel: a software GPU runs on the same cores as the f64
 * evaluator, without its short cuts. By estimate, so that no picture takes minutes to find out.
 */

/** What is known before a full picture is begun. */
export interface Estimates {
  /** Whether the GPU is a software one; on a real one everything stays. */
  readonly software: boolean;
  /** Samples x classes. */
  readonly numbers: number;
  /** Milliseconds of the full picture. */
  readonly gpu: number;
  readonly f64: number;
  /** Whether the picture before was in f64 for this reason. */
  readonly wasF64: boolean;
}

/** With fewer numbers a point costs little on either, and what is estimated is mostly noise. */
const MANY_NUMBERS = 100;
/** Pictures that take less are there soon enough. */
const LONG_MS = 150;
/** How many times as fast f64 has to be. */
const CLEARLY = 2;

/** Whether f64 has the picture clearly sooner. What is in f64 stays there while it is no slower: nothing flickers. */
export function isFasterInF64({ software, numbers, gpu, f64, wasF64 }: Estimates): boolean {
  if (!software || numbers < MANY_NUMBERS || gpu < LONG_MS) return false;
  return gpu >= (wasF64 ? 1 : CLEARLY) * f64;
}

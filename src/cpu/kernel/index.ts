/**
 * The f64 evaluator's inner loops, in AssemblyScript: rows of value and gradient of cross-entropy and squared error, two
 * points at a time. The formulas are those of core/losses.
 */
export { many } from './many';
export { three } from './three';

/** Where the memory begins that the program leaves to its caller. */
export const free: usize = __heap_base;

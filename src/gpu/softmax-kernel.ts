/** The kernel for any number of classes, hard and soft targets. Shaders: softmax*.wgsl. */
import type { Grid } from '../core/grid.ts';
import type { KernelJob } from './kernel.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';
import { AXIS_WEIGHT, CLASS_ENTRY, softmaxTables } from './softmax-tables.ts';
import { LOGIT } from './split-numbers.ts';
import { smallestInWindow, smallestOnGrid } from './ties.ts';

/** A class is visited several times in loops, so that its effort is a multiple of one in `odds`. */
const EFFORT = 4;

/** Up to here sums over the classes keep their digits without blocks. */
const FEW_CLASSES = 16;

export function softmaxJob(batch: SoftmaxBatch, losses: KernelJob['losses']): KernelJob {
  const { sampleCount, classCount, hard, complementary, squaredErrorFactor, sampleWeight } = batch;
  return {
    name: 'softmax',
    sources: async () => (await import('./softmax-sources.ts')).SOFTMAX_SOURCES,
    hessian: 'softmax',
    losses,
    sampleCount,
    classCount,
    entryCount: classCount,
    squaredErrorFactor,
    sampleWeight,
    sharesColumns: false,
    pointWork: EFFORT * sampleCount * classCount,
    constants: (grid) => ({
      HARD_TARGETS: Number(hard.some((target) => target >= 0)),
      SOFT_TARGETS: Number(hard.some((target) => target < 0)),
      COMPLEMENTARY: Number(complementary),
      CLOSE_TIES: Number(hasCloseTies(batch, grid)),
      MANY_CLASSES: Number(classCount > FEW_CLASSES),
    }),
    tableBytes: ({ width, height }) =>
      classCount * ((width + height) * (AXIS_WEIGHT.size + LOGIT.size) + CLASS_ENTRY.size),
    tables: (grid, range) => softmaxTables(batch, grid, range),
  };
}

/** Below this difference of logits, the weights of softmax.wgsl have too few digits to tell two classes apart. */
const CLOSE = 2 ** -20;

/**
 * Whether two classes other than the target come that close at a point of the grid. It matters where they are all that
 * weighs, which several samples never do all at once.
 */
function hasCloseTies({ sampleCount, classCount, origin, a, b, hard }: SoftmaxBatch, grid: Grid): boolean {
  if (sampleCount > 1 || hard[0]! < 0) return false;
  for (let k = 1; k < classCount; k++) {
    for (let l = 0; l < k; l++) {
      if (k === hard[0] || l === hard[0]) continue;
      const difference = { origin: origin[k]! - origin[l]!, a: a[k]! - a[l]!, b: b[k]! - b[l]! };
      if (smallestInWindow(difference, grid) < CLOSE && smallestOnGrid(difference, grid) < CLOSE) return true;
    }
  }
  return false;
}

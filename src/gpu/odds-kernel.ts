/** The kernel for hard targets with one or two other classes. Shaders: odds*.wgsl. */
import clipSource from '../../shaders/clip.wgsl?raw';
import oddsSource from '../../shaders/odds.wgsl?raw';
import clippedSource from '../../shaders/odds-clipped.wgsl?raw';
import type { KernelJob } from './kernel.ts';
import { needsNoLift } from './lift.ts';
import { AXIS_DETAILS_BYTES, AXIS_ODDS, comeNear, ODDS_SLOPES, oddsTables } from './odds-tables.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';

const LOSSES = [clipSource, oddsSource, clippedSource];

/** Up to here odds.wgsl takes the difference of two weights from that of their logits. */
const NEAR = 1;

/** Whether the kernel can evaluate `batch`. */
export function hasOdds({ classCount, hard }: SoftmaxBatch): boolean {
  return classCount <= 3 && hard.every((target) => target >= 0);
}

export function oddsJob(batch: SoftmaxBatch, losses: KernelJob['losses']): KernelJob {
  const { sampleCount, classCount, squaredErrorFactor, sampleWeight } = batch;
  return {
    name: 'odds',
    sources: () => LOSSES,
    hessian: 'odds',
    losses,
    sampleCount,
    classCount,
    entryCount: 1,
    squaredErrorFactor,
    sampleWeight,
    sharesColumns: true,
    pointWork: sampleCount * classCount,
    constants: (grid, kind) => ({
      NEAR_TIES: Number(comeNear(batch, grid, NEAR)),
      ...(kind === 'hessian' ? { TWO_AXES: Number(hasTwoAxes(batch)) } : {}),
      ...(kind === 'gradient' && sampleCount === 1 && needsNoLift(batch, grid) ? { LIFT: 0 } : {}),
    }),
    tableBytes: ({ width, height }) =>
      (width + height) * (AXIS_ODDS.size + AXIS_DETAILS_BYTES) + ODDS_SLOPES.size,
    tables: (grid, range) => oddsTables(batch, grid, range),
  };
}

/** One sample of three classes whose directions move one logit each. */
function hasTwoAxes({ sampleCount, classCount, a, b }: SoftmaxBatch): boolean {
  const moved = (slopes: Float64Array) => slopes.filter((slope) => slope !== 0).length;
  return sampleCount === 1 && classCount === 3 && moved(a) === 1 && moved(b) === 1;
}

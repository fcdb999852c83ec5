/**
 * The kernel for losses that read logits one by one, on either map. Shaders: logits*.wgsl, *-logits.wgsl,
 * *-losses.wgsl of single logits.
 */
import {
  type AffineExperiment,
  classCount,
  type Experiment,
  squaredErrorFactor,
  type TwoLayerExperiment,
} from '../core/experiment.ts';
import { affineLogitsBytes, affineLogitsTables } from './affine-logits-tables.ts';
import { type KernelJob, LOSS_CODES } from './kernel.ts';
import { type LogitsBatch, leadsOverTarget, rawLogits } from './logits-batch.ts';
import { twoLayerBytes, twoLayerTables } from './two-layer-tables.ts';

/** A logit costs as much as a class of the softmax kernel: a loop and two tables. */
const EFFORT = 4;

type Losses = KernelJob['losses'];

/** What the job has from the experiment alone, whatever its map and logits. */
function commonOf(experiment: Experiment, losses: Losses) {
  const sampleCount = experiment.samples.length;
  return {
    losses,
    sampleCount,
    squaredErrorFactor: squaredErrorFactor(experiment.squaredError, classCount(experiment)),
    sampleWeight: experiment.sampleReduction === 'mean' ? 1 / sampleCount : 1,
  };
}

function constantsOf(losses: Losses) {
  return { MAY_BE_UNDEFINED: Number(losses.includes(LOSS_CODES.CROSS_ENTROPY_OF_OUTPUTS)) };
}

function affineJob(
  name: string,
  experiment: AffineExperiment,
  batch: LogitsBatch,
  losses: Losses,
): KernelJob {
  const { sampleCount, logitCount } = batch;
  return {
    ...commonOf(experiment, losses),
    name,
    sources: async () => (await import('./logits-sources.ts')).LOGITS_SOURCES.affine,
    hessian: 'logits',
    classCount: logitCount,
    entryCount: logitCount,
    sharesColumns: false,
    pointWork: EFFORT * sampleCount * logitCount,
    // Nothing here decays with the logits, so that small numbers need no lift, and large ones have no room for it.
    constants: () => ({ ...constantsOf(losses), LIFT: 0 }),
    tableBytes: (grid) => affineLogitsBytes(batch, grid),
    tables: (grid, range) => affineLogitsTables(batch, grid, range),
  };
}

/** Losses of the logits themselves. */
export function logitsJob(experiment: AffineExperiment, losses: Losses): KernelJob {
  return affineJob('logits', experiment, rawLogits(experiment), losses);
}

/** Losses of how far the other classes of a softmax lead over a hard target. */
export function leadsJob(experiment: AffineExperiment, losses: Losses): KernelJob {
  return affineJob('leads', experiment, leadsOverTarget(experiment), losses);
}

/** Every loss of the two-layer map. */
export function twoLayerJob(experiment: TwoLayerExperiment, losses: Losses): KernelJob {
  const sampleCount = experiment.samples.length;
  return {
    ...commonOf(experiment, losses),
    name: 'two-layer',
    sources: async () => (await import('./logits-sources.ts')).LOGITS_SOURCES['two-layer'],
    hessian: 'logits',
    classCount: 1,
    entryCount: 1,
    sharesColumns: true,
    pointWork: EFFORT * sampleCount,
    // Under the identity nothing decays with the logit: see above.
    constants: () => ({ ...constantsOf(losses), ...(experiment.link === 'identity' ? { LIFT: 0 } : {}) }),
    tableBytes: twoLayerBytes,
    tables: (grid, range) => twoLayerTables(experiment, grid, range),
  };
}

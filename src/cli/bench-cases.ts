/** What the benchmark measures: experiments, fields, grids and methods, in the order of growing grids. */
import type { BenchRequest } from '../app/bench.ts';
import type { Experiment } from '../core/experiment.ts';
import { presetByName } from '../core/presets/index.ts';
import { parseExperiment } from '../core/validate.ts';

type Method = BenchRequest['methods'][number];

/** One experiment and set of fields, over several grids. */
export interface BenchSeries {
  readonly name: string;
  readonly experiment: Experiment;
  readonly fields: BenchRequest['fields'];
  /** Points a side, growing. */
  readonly sides: readonly number[];
  /** The sides at which the plain loop runs too. */
  readonly plainSides: readonly number[];
}

export interface BenchPlan {
  readonly series: readonly BenchSeries[];
  /** Measured runs of each method after the first. */
  readonly runs: number;
  /** Points a side at which a change of the panel is timed, and how often. */
  readonly changeSides: readonly number[];
  readonly changeRuns: number;
}

/** WebGPU into buffers and into arrays, f64 on every core; the plain loop is only for comparison. */
export const METHODS: readonly Method[] = ['webgpu', 'readback', 'cpu'];

const SIDES = [256, 512, 1024, 2048, 4096];

export const FULL_PLAN: BenchPlan = {
  // The large batch begins with grids that tell how long a larger one would take.
  series: allSeries(SIDES, [1024, 2048], SIDES, [64, 128, ...SIDES]),
  runs: 5,
  changeSides: [256, 512, 1024, 2048],
  changeRuns: 9,
};

/** Every part of the program in seconds; its figures say little. */
export const QUICK_PLAN: BenchPlan = {
  series: allSeries([64, 128], [128], [32], [16]),
  runs: 1,
  changeSides: [64],
  changeRuns: 2,
};

function allSeries(
  sides: readonly number[],
  plainSides: readonly number[],
  batchSides: readonly number[],
  largeBatchSides: readonly number[],
): BenchSeries[] {
  const one = presetByName('three-class-extreme').experiment();
  const [batch, largeBatch] = [batchOf(150, 3), batchOf(1000, 10)];
  return (['gradient', 'all'] as const).flatMap((fields) => [
    { name: 'one sample', experiment: one, fields, sides, plainSides: fields === 'all' ? [] : plainSides },
    { name: 'batch of 150', experiment: batch, fields, sides: batchSides, plainSides: [] },
    { name: 'batch of 1000', experiment: largeBatch, fields, sides: largeBatchSides, plainSides: [] },
  ]);
}

/** Samples spread evenly by multiples of irrational numbers: nothing random, nothing that repeats. */
export function batchOf(samples: number, classes: number): Experiment {
  const spread = (irrational: number, n: number) => {
    const values = Array.from({ length: classes }, (_, k) => (n * classes + k + 1) * irrational);
    return values.map((x) => 2 * (x - Math.floor(x)) - 1);
  };
  return parseExperiment({
    version: 1,
    name: `batch-${samples}x${classes}`,
    map: 'affine',
    link: 'softmax',
    samples: Array.from({ length: samples }, (_, n) => ({
      origin: spread(Math.sqrt(2), n),
      du: spread(Math.sqrt(3), n),
      dv: spread(Math.sqrt(5), n),
      target: n % classes,
    })),
  });
}

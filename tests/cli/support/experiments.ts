/** Experiments that these tests are about, as files and as the program sees them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../../src/core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../../../src/core/fields.ts';
import { columnU, gridOf, rowV } from '../../../src/core/grid.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import { parseExperiment } from '../../../src/core/validate.ts';

/** Wider than high, and nothing about it is symmetric: a transposed or turned grid shows. */
export const UNEVEN = {
  version: 1,
  name: 'uneven',
  map: 'affine',
  samples: [
    { origin: [0.5, -1, 2], du: [1, 0.25, 0], dv: [0, 1, -0.5], target: 0 },
    { origin: [-3, 1, 0], du: [0.5, 0, 1], dv: [0, -1, 0.25], target: 2 },
  ],
  losses: ['mse', 'cross-entropy'],
  window: { u: [-3, 4], v: [-2, 7] },
  resolution: [7, 5],
} as const;

/** On the identity link cross-entropy is defined for 0 < z < 1 only. */
export const PARTLY_UNDEFINED = {
  version: 1,
  map: 'affine',
  link: 'identity',
  samples: [{ origin: [0], du: [1], dv: [0.125], target: 1 }],
  losses: ['cross-entropy', 'mse'],
  window: { u: [-1, 2], v: [0, 1] },
  resolution: [7, 3],
} as const;

/** The loss that exists on the CPU only, where it overflows to the left and to the right. */
export const NAIVE = {
  version: 1,
  map: 'affine',
  samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
  losses: ['cross-entropy-naive', 'mse'],
  window: { u: [-200, 200], v: [-1, 1] },
  resolution: [3, 2],
} as const;

export function writeExperiment(folder: string, name: string, file: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

/** All numbers of a field, point by point from the plainest code there is. */
export function fieldOf(file: unknown, key: FieldKey): Float64Array {
  const experiment: Experiment = parseExperiment(file);
  const { loss, field } = parseFieldKey(key);
  const panel = experiment.losses.indexOf(loss) as 0 | 1;
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  return Float64Array.from({ length: grid.width * grid.height }, (_, index) => {
    evaluator.updateJets(columnU(grid, index % grid.width), rowV(grid, Math.floor(index / grid.width)), 2);
    return evaluator.field(panel, field);
  });
}

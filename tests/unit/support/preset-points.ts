/** What the tests of the presets' numbers have in common. */
import { type DescentStep, descend } from '../../../src/core/descent.ts';
import type { AffineExperiment, AffineSample, Experiment } from '../../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../../src/core/grid.ts';
import type { Jet } from '../../../src/core/jet.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import { presetByName } from '../../../src/core/presets/index.ts';
import type { Point } from './points.ts';

/** A preset's experiment, which is one of the affine map. */
export function affinePreset(name: string, params: Readonly<Record<string, unknown>> = {}): AffineExperiment {
  const experiment = presetByName(name).experiment(params);
  if (experiment.map !== 'affine') throw new Error(`${name} is not affine`);
  return experiment;
}

/** Value and derivatives of both losses, left panel first. */
export function fieldsAt(experiment: Experiment, u: number, v: number): [Jet, Jet] {
  const evaluator = new PointEvaluator(experiment);
  evaluator.updateJets(u, v, 2);
  return [{ ...evaluator.jets[0] }, { ...evaluator.jets[1] }];
}

/** Both losses at every point of the experiment's own grid, with first derivatives. */
export function overGrid(experiment: Experiment): { at: Point; left: Jet; right: Jet }[] {
  const evaluator = new PointEvaluator(experiment);
  const grid = gridOf(experiment);
  return Array.from({ length: grid.width * grid.height }, (_, index) => {
    const at = [columnU(grid, index % grid.width), rowV(grid, Math.floor(index / grid.width))] as const;
    evaluator.updateJets(...at, 1);
    return { at, left: { ...evaluator.jets[0] }, right: { ...evaluator.jets[1] } };
  });
}

/** Plain gradient descent on one panel: all its points. */
export function descent(
  experiment: Experiment,
  panel: 0 | 1,
  start: Point,
  rate: number,
  steps: number,
): DescentStep[] {
  return [...descend(new PointEvaluator(experiment), panel, { method: 'gd', rate, steps, start })];
}

/** The logits of a sample by the plain formula: origin + u du + v dv. */
export function logitsOf({ origin, du, dv }: AffineSample, u: number, v: number): number[] {
  return origin.map((z, k) => z + u * du[k]! + v * dv[k]!);
}

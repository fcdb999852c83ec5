/** How many steps gradient descent takes. */
import { descend } from '../descent.ts';
import type { PointEvaluator } from '../point-evaluator.ts';
import type { Tools } from './claim.ts';

/** Between two pauses. */
const STEPS_AT_A_TIME = 2000;

export type Point = readonly [u: number, v: number];

/** Where, and how fast, a descent goes; it takes no more than `limit` steps. */
export interface Course {
  readonly panel: 0 | 1;
  readonly start: Point;
  readonly rate: number;
  readonly limit: number;
}

/** The steps until the first sample's prediction is at most `goal`; Infinity where the limit comes first. */
export async function stepsTo(
  goal: number,
  evaluator: PointEvaluator,
  { panel, start, rate, limit }: Course,
  pause: Tools['pause'],
): Promise<number> {
  for (const { step, prediction } of descend(evaluator, panel, { method: 'gd', rate, start, steps: limit })) {
    if (typeof prediction === 'number' && Math.abs(prediction) <= goal) return step;
    if (step % STEPS_AT_A_TIME === STEPS_AT_A_TIME - 1) await pause();
  }
  return Infinity;
}

/** Where a descent is after all of its steps, and its loss there. */
export async function endOf(
  evaluator: PointEvaluator,
  { panel, start, rate, limit }: Course,
  pause: Tools['pause'],
): Promise<{ readonly at: Point; readonly value: number }> {
  let end: { at: Point; value: number } = { at: start, value: NaN };
  for (const { step, u, v, value } of descend(evaluator, panel, {
    method: 'gd',
    rate,
    start,
    steps: limit,
  })) {
    end = { at: [u, v], value };
    if (step % STEPS_AT_A_TIME === STEPS_AT_A_TIME - 1) await pause();
  }
  return end;
}

export function gradientNorm(evaluator: PointEvaluator, panel: 0 | 1, [u, v]: Point): number {
  evaluator.updateJets(u, v, 1);
  const { du, dv } = evaluator.jets[panel];
  return Math.hypot(du, dv);
}

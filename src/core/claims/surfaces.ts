/** What measurements read off surfaces: extremes, slopes between neighbours, lengths of gradients. */
import type { Experiment, LossId } from '../experiment.ts';
import { type FieldKey, fieldKey } from '../fields.ts';
import type { Fields } from './claim.ts';

type Numbers = ArrayLike<number>;

/** The experiment on another grid, or with other losses or another window. */
export function changed(
  experiment: Experiment,
  parts: Partial<Pick<Experiment, 'losses' | 'window' | 'resolution' | 'squaredError'>>,
): Experiment {
  return { ...experiment, ...parts };
}

/** The square window [-half, half]^2. */
export function squareWindow(half: number): Experiment['window'] {
  return { u: [-half, half], v: [-half, half] };
}

/** @throws if an evaluator has left out what it was asked for */
export function field(fields: Fields, key: FieldKey): Numbers {
  const values = fields[key];
  if (!values) throw new Error(`${key} was not evaluated`);
  return values;
}

/** Undefined points are left out; -Infinity where nothing is defined. */
export function largest(values: Numbers): number {
  let most = -Infinity;
  for (let n = 0; n < values.length; n++) if (values[n]! > most) most = values[n]!;
  return most;
}

/** Undefined points are left out; Infinity where nothing is defined. */
export function smallest(values: Numbers): number {
  let least = Infinity;
  for (let n = 0; n < values.length; n++) if (values[n]! < least) least = values[n]!;
  return least;
}

/** The length of a loss's gradient at every point; its `du` and `dv` have been evaluated. */
export function gradientNorms(fields: Fields, loss: LossId): Float64Array {
  const du = field(fields, fieldKey(loss, 'du'));
  const dv = field(fields, fieldKey(loss, 'dv'));
  return Float64Array.from({ length: du.length }, (_, n) => Math.hypot(du[n]!, dv[n]!));
}

/** The share of the points that pass `within` which pass `test` too; 0 where none is within. */
export function shareOf(
  count: number,
  within: (index: number) => boolean,
  test: (index: number) => boolean,
): number {
  let all = 0;
  let passed = 0;
  for (let n = 0; n < count; n++) {
    if (!within(n)) continue;
    all += 1;
    if (test(n)) passed += 1;
  }
  return all === 0 ? 0 : passed / all;
}

/** Visits every two neighbouring points of a grid, along u and along v, by their indices. */
export function eachNeighbours(
  [width, height]: Experiment['resolution'],
  visit: (a: number, b: number) => void,
): void {
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const n = j * width + i;
      if (i + 1 < width) visit(n, n + 1);
      if (j + 1 < height) visit(n, n + width);
    }
  }
}

/** The largest difference of values between neighbours over the grid's step, which is the same along both axes. */
export function steepestSlope(values: Numbers, { resolution, window }: Experiment): number {
  const step = (window.u[1] - window.u[0]) / (resolution[0] - 1);
  let jump = 0;
  eachNeighbours(resolution, (a, b) => {
    jump = Math.max(jump, Math.abs(values[b]! - values[a]!));
  });
  return jump / step;
}

/** How often the numbers change their sign, zeros skipped. */
export function signChanges(values: Numbers): number {
  let changes = 0;
  let last = 0;
  for (let n = 0; n < values.length; n++) {
    const sign = Math.sign(values[n]!);
    if (sign === 0 || Number.isNaN(sign)) continue;
    if (last !== 0 && sign !== last) changes += 1;
    last = sign;
  }
  return changes;
}

/**
 * The derivatives that the softmax note prints for logistic regression, h = sigmoid(w x), against those of the surface:
 * differences of its values, which know nothing of any formula. The squared error has the factor 1/2.
 */
import type { AffineExperiment, LossId } from '../experiment.ts';
import { type FieldKey, fieldKey } from '../fields.ts';
import { columnU, gridOf } from '../grid.ts';
import { logisticThreeSamples } from '../presets/logistic-three-samples.ts';
import type { Claim, ClaimView, Evaluate, Figures } from './claim.ts';
import { affine, changed, field } from './surfaces.ts';

/** The slice at bias 0 is the lowest row. */
const COLUMNS = 601;
/** Of the largest derivative: differences are good to less, also in f32, and a wrong sign is off by twice as much. */
const TOLERANCE = 1e-3;
/** Columns on either side that a difference needs. */
const REACH = 2;

/** A derivative by the weight of one sample's loss, as a formula in its input x, its target y and h. */
type Formula = (x: number, y: number, h: number) => number;

const slopeOfH = (h: number) => h * (1 - h);

const CE_SLOPE: Formula = (x, y, h) => (y - h) * x;
const SE_SLOPE_AT_FIRST: Formula = (x, y, h) => -(y - h) * slopeOfH(h) * x;
const SE_SLOPE_LATER: Formula = (x, y, h) => (y - h) * slopeOfH(h) * x;
const CE_BEND: Formula = (x, _y, h) => h * (1 - h) * x ** 2;
const SE_BEND: Formula = (x, y, h) => -(3 * h ** 2 - 2 * h - 2 * y * h + y) * slopeOfH(h) * x ** 2;

function slice(): AffineExperiment {
  const window = { u: [-6, 6], v: [0, 1] } as const;
  return affine(changed(logisticThreeSamples.experiment(), { window, resolution: [COLUMNS, 2] }));
}

/** The sum of a formula over the samples at weight w, bias 0. */
function sumOf(formula: Formula, { samples }: AffineExperiment, w: number): number {
  return samples.reduce((sum, { du, target }) => {
    const x = du[0]!;
    return sum + formula(x, Number(target), 1 / (1 + Math.exp(-w * x)));
  }, 0);
}

/**
 * How far a formula is from the derivative of a field along the slice, and how far with its sign turned, both relative
 * to the largest derivative. The derivative is the central difference of fourth order.
 */
async function distances(
  evaluate: Evaluate,
  experiment: AffineExperiment,
  key: FieldKey,
  formula: Formula,
): Promise<{ readonly printed: number; readonly turned: number }> {
  const values = field(await evaluate(experiment, [key]), key);
  const grid = gridOf(experiment);
  const step = columnU(grid, 1) - columnU(grid, 0);
  let [printed, turned, size] = [0, 0, 0];
  for (let i = REACH; i < COLUMNS - REACH; i++) {
    const difference = 8 * (values[i + 1]! - values[i - 1]!) - (values[i + 2]! - values[i - 2]!);
    const derivative = difference / (12 * step);
    const formulaValue = sumOf(formula, experiment, columnU(grid, i));
    printed = Math.max(printed, Math.abs(formulaValue - derivative));
    turned = Math.max(turned, Math.abs(formulaValue + derivative));
    size = Math.max(size, Math.abs(derivative));
  }
  return { printed: printed / size, turned: turned / size };
}

async function slopeFigures(evaluate: Evaluate, loss: LossId, formula: Formula): Promise<Figures> {
  const { printed, turned } = await distances(evaluate, slice(), fieldKey(loss, 'value'), formula);
  return { printedError: printed, turnedError: turned };
}

const matches = ({ printedError }: Figures) => (printedError! <= TOLERANCE ? 'upheld' : 'refuted');

const SLOPE_WHY = {
  upheld:
    'The slope of the surface itself, from differences of its values, is the printed one: they differ by {printedError%} ' +
    'of the largest slope.',
  refuted:
    'The slope of the surface itself, from differences of its values, differs from the printed one by {printedError%} of ' +
    'the largest slope, and by {turnedError%} with the sign turned.',
};
/** The slices at bias 0, with both derivatives. */
const SHOW: ClaimView = { preset: 'logistic-three-samples', tab: 'slices', sliceAlong: 'row' };

export const printedCrossEntropySlope: Claim = {
  id: 'printed-cross-entropy-slope',
  source: 'softmax-note-2022',
  claim: 'In logistic regression the derivative of cross-entropy by the weight is (y − h) x.',
  why: SLOPE_WHY,
  show: SHOW,
  fromFields: (evaluate) => slopeFigures(evaluate, 'cross-entropy', CE_SLOPE),
  judge: matches,
};

export const printedSquaredErrorSlope: Claim = {
  id: 'printed-squared-error-slope',
  source: 'softmax-note-2022',
  claim: 'The derivative of the squared error (y − h)²/2 is −(y − h) h′ x, as first printed.',
  why: SLOPE_WHY,
  show: SHOW,
  fromFields: (evaluate) => slopeFigures(evaluate, 'mse', SE_SLOPE_AT_FIRST),
  judge: matches,
};

export const printedSquaredErrorSlopeLater: Claim = {
  id: 'printed-squared-error-slope-later',
  source: 'softmax-note-2022',
  claim: 'The derivative of the squared error (y − h)²/2 is (y − h) h′ x, as printed twice later.',
  why: SLOPE_WHY,
  show: SHOW,
  fromFields: (evaluate) => slopeFigures(evaluate, 'mse', SE_SLOPE_LATER),
  judge: matches,
};

export const printedSecondDerivatives: Claim = {
  id: 'printed-second-derivatives',
  source: 'softmax-note-2022',
  claim:
    'The second derivatives are h (1 − h) x² for cross-entropy and −(3h² − 2h − 2yh + y) h′ x² for the squared error.',
  why: {
    upheld:
      'They differ from those of the surfaces by {bendErrorCe%} and {bendErrorMse%} of the largest, for the squared error ' +
      '(y − h)²/2; without the 1/2 it is {bendFactor} times the printed one.',
    refuted: 'They differ from those of the surfaces by {bendErrorCe%} and {bendErrorMse%} of the largest.',
  },
  show: SHOW,
  async fromFields(evaluate) {
    const half = slice();
    const whole = { ...half, squaredError: 'sum' } as const;
    const ce = await distances(evaluate, half, 'cross-entropy.du', CE_BEND);
    const mse = await distances(evaluate, half, 'mse.du', SE_BEND);
    // Off by (factor - 1) of itself: the printed formula is 1/factor of what the surface has.
    const { printed } = await distances(evaluate, whole, 'mse.du', SE_BEND);
    return { bendErrorCe: ce.printed, bendErrorMse: mse.printed, bendFactor: 1 / (1 - printed) };
  },
  judge: ({ bendErrorCe, bendErrorMse }) =>
    bendErrorCe! <= TOLERANCE && bendErrorMse! <= TOLERANCE ? 'upheld' : 'refuted',
};

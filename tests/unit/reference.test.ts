/** The reference must itself be right: known numbers, and derivatives as differences of its own values. */
import type { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { Experiment, LossId } from '../../src/core/experiment.ts';
import {
  CLASSES,
  type ExperimentFile,
  fileOf,
  mixedSamples,
  obliqueSample,
  oneLogit,
  parsed,
  type TwoLayerFile,
  threeClass,
  twoLayer,
} from './support/experiments.ts';
import type { Point } from './support/points.ts';
import { Reference, type ReferenceFields } from './support/reference.ts';

/** The step; errors of the differences are of the order of its square. */
const STEP = '1e-25';
const SPARE_DIGITS = 160;

function relativeError(found: Decimal, truth: Decimal): number {
  return found.minus(truth).abs().div(truth.abs().plus('1e-400')).toNumber();
}

/** Derivatives by central differences of values, at the eight points around (u, v). */
function differences(experiment: Experiment, loss: LossId, [u, v]: Point) {
  const reference = new Reference(experiment, SPARE_DIGITS);
  const exact = reference.fields(loss, u, v)!;
  const h = exact.value.times(0).plus(STEP);
  const value = (i: number, j: number) =>
    reference.fields(loss, h.times(i).plus(u), h.times(j).plus(v))!.value;
  const [east, west, north, south] = [value(1, 0), value(-1, 0), value(0, 1), value(0, -1)];
  const twice = exact.value.times(2);
  const found: Omit<ReferenceFields, 'value' | 'lambda_min'> = {
    du: east.minus(west).div(h.times(2)),
    dv: north.minus(south).div(h.times(2)),
    duu: east.plus(west).minus(twice).div(h.times(h)),
    dvv: north.plus(south).minus(twice).div(h.times(h)),
    duv: value(1, 1).minus(value(1, -1)).minus(value(-1, 1)).plus(value(-1, -1)).div(h.times(h).times(4)),
  };
  return { exact, found };
}

describe('derivatives are what differences of values say', () => {
  const cases: [string, ExperimentFile | TwoLayerFile, Point][] = [
    ...CLASSES.flatMap((target): [string, ExperimentFile, Point][] => [
      [`three classes, target ${target}, fixed -40`, threeClass(target, -40), [0.5, -7.25]],
      [`three classes, target ${target}, fixed 0.5`, threeClass(target, 0.5), [3, 3.125]],
    ]),
    ['three classes, soft', threeClass([0.25, 0.625, 0.125], 0.5), [-1.5, 2]],
    ['two classes, oblique', fileOf('softmax', [obliqueSample(2, 'hard', 3)]), [1, -2]],
    ['five classes, oblique', fileOf('softmax', [obliqueSample(5, 'soft', 4)]), [0.75, 1.5]],
    ['three samples', fileOf('softmax', mixedSamples(4, 3, 5), { squaredError: 'half' }), [1.5, -0.5]],
    ['sigmoid', oneLogit('sigmoid', 0.25), [-3.5, 1]],
    ['sigmoid, oblique', fileOf('sigmoid', [{ origin: [1], du: [2], dv: [-3], target: 1 }]), [2, 0.5]],
    ['identity', fileOf('identity', [{ origin: [0.5], du: [0.25], dv: [0.5], target: 0.75 }]), [0.5, 0.25]],
    ['two layers, sigmoid', twoLayer('sigmoid', [{ input: 1.5, target: 0.25 }]), [0.75, -2]],
    [
      'two layers, identity',
      twoLayer('identity', [
        { input: 0.5, target: 0.75 },
        { input: 2, target: 0.5 },
      ]),
      [1, 0.625],
    ],
  ];
  it.each(cases)('%s', (_name, file, at) => {
    const { link, samples } = file;
    const losses: LossId[] = ['cross-entropy', 'mse', 'mse-logits'];
    if (link !== 'identity') losses.push('cross-entropy-clipped');
    const hard = samples.every(({ target }) =>
      link === 'softmax' ? typeof target === 'number' : target === 1,
    );
    if (hard && link !== 'identity') losses.push('hinge', 'error-rate');
    for (const loss of losses) {
      const { exact, found } = differences(parsed(file), loss, at);
      for (const [field, derivative] of Object.entries(found)) {
        const truth = exact[field as keyof ReferenceFields];
        // Where the truth is 0 the difference is 0 but for the step's square.
        if (truth.isZero()) expect(derivative.abs().toNumber(), `${loss}.${field}`).toBeLessThan(1e-40);
        else expect(relativeError(derivative, truth), `${loss}.${field}`).toBeLessThan(1e-40);
      }
    }
  });
});

it('lambda_min is an eigenvalue, the smaller one', () => {
  for (const target of CLASSES) {
    const reference = new Reference(parsed(threeClass(target, 0.5)));
    for (const loss of ['cross-entropy', 'mse'] as const) {
      const { duu, duv, dvv, lambda_min: smaller } = reference.fields(loss, 1, -2)!;
      const larger = duu.plus(dvv).minus(smaller);
      expect(larger.gt(smaller)).toBe(true);
      const determinant = duu.times(dvv).minus(duv.times(duv));
      expect(relativeError(smaller.times(larger), determinant)).toBeLessThan(1e-50);
    }
  }
});

describe('known numbers, third logit at -1000', () => {
  const digits = (x: Decimal) => x.toSignificantDigits(25).toString();

  it('target 0 at the origin', () => {
    const reference = new Reference(parsed(threeClass(0, -1000)));
    // ln 2 and 1/6; the third class adds about 1e-434.
    expect(digits(reference.fields('cross-entropy', 0, 0)!.value)).toBe('0.6931471805599453094172321');
    expect(digits(reference.fields('mse', 0, 0)!.value)).toBe('0.1666666666666666666666667');
  });

  it('target 2 at the origin', () => {
    const reference = new Reference(parsed(threeClass(2, -1000)));
    expect(digits(reference.fields('cross-entropy', 0, 0)!.value)).toBe('1000.693147180559945309417');
    const { value, du } = reference.fields('mse', 0, 0)!;
    expect(digits(value)).toBe('0.5');
    // Almost nothing, but something: the digits reach below exp(-1000).
    expect(du.isZero()).toBe(false);
    expect(du.abs().lt('1e-430')).toBe(true);
  });

  it('an f64 is taken for the number that it is', () => {
    const reference = new Reference(parsed(oneLogit('identity', 0, { squaredError: 'sum' })));
    expect(reference.fields('mse', 0.1, 0)!.value.sqrt().toSignificantDigits(30).toString()).toBe(
      '0.100000000000000005551115123126',
    );
  });
});

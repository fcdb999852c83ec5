/**
 * The smaller eigenvalue of the Hessian [[A, B], [B, D]] of a surface.
 *
 * With T = A + D and R = hypot(A - D, 2B) it is (T - R) / 2, which cancels where both eigenvalues are positive;
 * there 2 det / (T + R) is used. The determinant itself cancels as A D - B^2, so the cases that have one come as a
 * product: a single sample of a softmax with two or three classes, cross-entropy with up to eight, and a single
 * logit of the affine map, whose Hessian has rank one.
 */
import type { LossId } from './experiment.ts';
import type { Jet } from './jet.ts';
import type { SamplePoint } from './sample-point.ts';
import type { Softmax } from './softmax.ts';

/** The classes up to which the determinant's sum over triples is worth its cost. */
const TRIPLE_SUM_CLASSES = 8;

/**
 * @param scaledDeterminant given T + R > 0, the determinant divided by it; without it, A D - B^2 is used.
 */
export function smallerEigenvalue(jet: Jet, scaledDeterminant?: (divisor: number) => number): number {
  const { duu, duv, dvv } = jet;
  const trace = duu + dvv;
  const radius = Math.hypot(duu - dvv, 2 * duv);
  if (Number.isNaN(trace)) return NaN;
  if (trace < 0) return (trace - radius) / 2;
  const divisor = trace + radius;
  if (divisor === 0) return 0;
  return 2 * (scaledDeterminant ? scaledDeterminant(divisor) : (duu * dvv - duv * duv) / divisor);
}

/** The larger one: minus the smaller one of the negated matrix, which has the same determinant. */
export function largerEigenvalue(jet: Jet, scaledDeterminant?: (divisor: number) => number): number {
  const { duu, duv, dvv } = jet;
  return -smallerEigenvalue({ ...jet, duu: -duu, duv: -duv, dvv: -dvv }, scaledDeterminant);
}

/** det of the plane's two directions over the classes i, j, k: how much of their triangle the plane spans. */
function spannedArea({ a, b }: SamplePoint, i: number, j: number, k: number): number {
  return (a[j]! - a[i]!) * (b[k]! - b[i]!) - (a[k]! - a[i]!) * (b[j]! - b[i]!);
}

/** p_i p_j p_k / divisor. The divisor is about the second largest of the three, so it goes there: no underflow. */
function tripleOver(divisor: number, x: number, y: number, z: number): number {
  const [small, middle, large] = [x, y, z].sort((l, r) => l - r) as [number, number, number];
  return (middle / divisor) * small * large;
}

/**
 * The bracket P of the squared error's determinant for three classes (DESIGN numerics), target t, others i and o, and
 * the sum of the absolute values of the terms it is summed from here.
 *
 * Where t nearly equals i, DESIGN's polynomial in the probabilities cancels to its rounding, although P need not be
 * small. With o the less likely of the two others and d = t - i it is
 *
 *   P = o (i - o) (5 i^2 + 5 i o - o^2) + d (i^3 + 16 i^2 o + 4 i o^2 - 3 o^3) + 2 d^2 (i^2 + 4 i o + o^2),
 *
 * in which every factor but d is at least zero, and d and i - o come from differences of logits.
 */
function squaredErrorBracket(softmax: Softmax, target: number): { value: number; size: number } {
  const [first, second] = [0, 1, 2].filter((k) => k !== target) as [number, number];
  const [likelier, other] =
    softmax.logits[first]! >= softmax.logits[second]! ? [first, second] : [second, first];
  const i = softmax.p[likelier]!;
  const o = softmax.p[other]!;
  const d = softmax.difference(target, likelier);
  const constant = o * softmax.difference(likelier, other) * (5 * i * i + 5 * i * o - o * o);
  const linear = d * (i ** 3 + 16 * i * i * o + 4 * i * o * o - 3 * o ** 3);
  const quadratic = 2 * d * d * (i * i + 4 * i * o + o * o);
  return {
    value: constant + linear + quadratic,
    size: constant + Math.abs(linear) + quadratic,
  };
}

/** A determinant that is known as a product, ready to be divided by T + R. */
export interface Determinant {
  over(divisor: number): number;
  /** The same with absolute values in the place of its factors' terms: its scale. */
  scaleOver(divisor: number): number;
}

/** One logit, or the one difference of two, bends along its own direction only. */
export const SINGULAR: Determinant = { over: () => 0, scaleOver: () => 0 };

/** The determinant of the Hessian of a loss of one softmax sample; `undefined` where it is not known as a product. */
export function softmaxDeterminant(
  loss: LossId,
  point: SamplePoint,
  squaredErrorFactor: number,
): Determinant | undefined {
  if (loss === 'cross-entropy') return crossEntropyDeterminant(point);
  if (loss === 'mse') return squaredErrorDeterminant(point, squaredErrorFactor);
  return undefined;
}

function crossEntropyDeterminant(point: SamplePoint): Determinant | undefined {
  const { p } = point.softmax;
  if (p.length === 2) return SINGULAR;
  if (p.length > TRIPLE_SUM_CLASSES) return undefined;
  const { target } = point;
  const weight = target.kind === 'hard' ? 1 : target.y.reduce((sum, y) => sum + y, 0);
  const over = (divisor: number) => {
    let sum = 0;
    for (let k = 2; k < p.length; k++) {
      for (let j = 1; j < k; j++) {
        for (let i = 0; i < j; i++) {
          const area = spannedArea(point, i, j, k);
          if (area !== 0) sum += tripleOver(divisor, p[i]!, p[j]!, p[k]!) * area * area;
        }
      }
    }
    return sum * weight * weight;
  };
  return { over, scaleOver: over };
}

function squaredErrorDeterminant(point: SamplePoint, squaredErrorFactor: number): Determinant | undefined {
  const { softmax, target } = point;
  const { p } = softmax;
  if (p.length === 2) return SINGULAR;
  if (p.length !== 3 || target.kind !== 'hard') return undefined;
  const area = spannedArea(point, 0, 1, 2);
  const factor = 8 * squaredErrorFactor ** 2 * area * area;
  const bracket = squaredErrorBracket(softmax, target.index);
  const product = (divisor: number) => factor * tripleOver(divisor, p[0]!, p[1]!, p[2]!);
  return {
    over: (divisor) => bracket.value * product(divisor),
    scaleOver: (divisor) => bracket.size * product(divisor),
  };
}
